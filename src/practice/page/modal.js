// @ts-check
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { blocks, readForm } from './blocks.js';
import { mrkdwn, plainText } from './mrkdwn.js';

/** @import { PageState, PageView } from '../protocol.ts' */
/** @import { App } from './app.js' */
/** @typedef {import('./elements.js').Block} Block */

/** Dialogs are drawn closed, for only one that is on the page can be shown as a modal. */
export function openDialogs() {
  /** @type {NodeListOf<HTMLDialogElement>} */
  const closed = document.querySelectorAll('dialog:not([open])');
  for (const dialog of closed) dialog.showModal();
}

/**
 * The modal on this person's screen. The browser's own dialog keeps the focus inside and closes on Escape.
 * @param {App} app
 * @param {PageState} state
 */
export function modal(app, state) {
  const view = state.modal;
  if (!view) return nothing;
  const content = /** @type {Block} */ (view.content);
  const list = /** @type {Block[]} */ (content['blocks'] ?? []);
  const close = () => app.act({ kind: 'close', view: view.id });
  return keyed(
    view.id,
    html`<dialog class="modal" aria-labelledby="modal-title" @cancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      close();
    }}>
    <form @submit=${(/** @type {SubmitEvent} */ event) => submit(event, app, view, list)} novalidate>
      <header><h2 id="modal-title">${plainText(content['title']?.text ?? '')}</h2>
        <button type="button" class="quiet" aria-label="Close" @click=${close}>✕</button></header>
      <div class="modal-body">
        ${view.trouble ? html`<p class="trouble" role="alert">${view.trouble}</p>` : nothing}
        <div class="blocks">${blocks(list, app.surface(state, { view: view.id }), view.errors)}</div>
      </div>
      <footer>
        <button type="button" class="btn" @click=${close}>${plainText(content['close']?.text ?? 'Cancel')}</button>
        ${content['submit'] ? html`<button class="btn primary">${plainText(content['submit'].text)}</button>` : nothing}
      </footer>
    </form>
  </dialog>`,
  );
}

/**
 * @param {SubmitEvent} event
 * @param {App} app
 * @param {PageView} view
 * @param {Block[]} list
 */
async function submit(event, app, view, list) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const values = readForm(list, form);
  await app.act({ kind: 'submit', view: view.id, values });
  focusFirstError(form);
}

/** @param {HTMLFormElement} form */
function focusFirstError(form) {
  requestAnimationFrame(() => /** @type {HTMLElement | null} */ (form.querySelector('.wrong [data-element]'))?.focus());
}

/**
 * The question a button asks before it acts.
 * @param {App} app
 * @param {PageState} state
 */
export function confirmDialog(app, state) {
  const asked = app.local.asked;
  if (!asked) return nothing;
  const { dialog, answer } = asked;
  const end = (/** @type {boolean} */ yes) => {
    app.set({ asked: null });
    answer(yes);
  };
  return html`<dialog class="modal question" aria-labelledby="confirm-title" @cancel=${(/** @type {Event} */ event) => {
    event.preventDefault();
    end(false);
  }}>
    <header><h2 id="confirm-title">${plainText(dialog['title'].text)}</h2></header>
    <div class="modal-body">${dialog['text'].type === 'mrkdwn' ? mrkdwn(dialog['text'].text, app.reader(state)) : plainText(dialog['text'].text)}</div>
    <footer><button type="button" class="btn" @click=${() => end(false)}>${plainText(dialog['deny'].text)}</button>
      <button type="button" autofocus class=${`btn ${dialog['style'] ?? 'primary'}`} @click=${() => end(true)}>${plainText(dialog['confirm'].text)}</button></footer>
  </dialog>`;
}
