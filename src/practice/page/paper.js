// @ts-check
import { html, nothing } from 'lit-html';
import { markdown } from './markdown.js';

/** @import { App } from './app.js' */

/**
 * Opens a shared file to be read: Markdown here, anything else in a tab of its own.
 * @param {App} app
 * @param {string} href `/practice/files/F1`
 */
export async function openPaper(app, href) {
  const file = app
    .state()
    ?.messages.flatMap(one => one.files)
    .find(one => href.endsWith(`/${one.id}`));
  if (!file?.name.endsWith('.md')) {
    window.open(href, '_blank', 'noopener');
    return;
  }
  const answer = await fetch(href);
  if (!answer.ok) return app.toast('The file is not there any more.');
  const paper = { name: file.title || file.name, text: await answer.text(), href };
  app.set({ paper, read: [...app.local.read, file.id] });
}

/** @param {App} app */
export function paperDialog(app) {
  const { paper } = app.local;
  if (!paper) return nothing;
  const close = () => app.set({ paper: null });
  return html`<dialog class="modal paper" aria-labelledby="paper-name" @cancel=${(/** @type {Event} */ event) => {
    event.preventDefault();
    close();
  }}>
    <header><h2 id="paper-name" class="paper-name"><span aria-hidden="true">📎</span> ${paper.name}</h2>
      <span><a class="btn" href=${paper.href} target="_blank" rel="noopener">As text</a>
      <button type="button" class="quiet" aria-label="Close" @click=${close}>✕</button></span></header>
    <div class="modal-body paper-text" tabindex="0">${markdown(paper.text)}</div>
  </dialog>`;
}
