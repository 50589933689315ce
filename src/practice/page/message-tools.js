// @ts-check
import { html, nothing } from 'lit-html';

/** @import { PageMessage, PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

/**
 * What one can do with a message: reply, pin it to its run, what the app offers; with one's own also write it anew.
 * @param {App} app
 * @param {PageState} state
 * @param {PageMessage} one
 * @param {boolean} inThread
 */
export function tools(app, state, one, inThread) {
  const { channel, ts } = one;
  const shortcuts = state.shortcuts.filter(shortcut => shortcut.kind === 'message');
  const pinned = one.reactions.some(({ name, users }) => name === 'pushpin' && users.includes(state.me.id));
  const mine = one.user === state.me.id && one.subtype !== 'tombstone';
  return html`<div class="tools" role="group" aria-label="Message">
    ${inThread ? nothing : tool('Reply in thread', '↳', () => app.openThread(channel, one.thread_ts ?? ts))}
    ${tool(pinned ? 'Take the pin away' : 'Pin', '📌', () => app.act({ kind: 'react', channel, ts, name: 'pushpin', remove: pinned }))}
    ${mine ? tool('Edit', '✎', () => app.set({ editing: ts })) : nothing}
    ${mine ? tool('Delete', '🗑', () => app.act({ kind: 'delete', channel, ts })) : nothing}
    ${shortcuts.map(({ id, name }) => html`<button type="button" @click=${() => app.act({ kind: 'shortcut', id, channel, ts })}>${name}</button>`)}
  </div>`;
}

/**
 * @param {string} label
 * @param {string} mark
 * @param {() => unknown} go
 */
function tool(label, mark, go) {
  return html`<button type="button" title=${label} aria-label=${label} @click=${go}>${mark}</button>`;
}

/**
 * A message of one's own, to be written anew. Escape keeps it as it is.
 * @param {App} app
 * @param {PageMessage} one
 */
export function editBox(app, { channel, ts, text }) {
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (
      /** @type {HTMLFormElement} */ (event.currentTarget).elements.namedItem('text')
    );
    if (field.value.trim() !== '') await app.act({ kind: 'edit', channel, ts, text: field.value.trim() });
    app.set({ editing: null });
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    app.set({ editing: null });
  };
  return html`<form class="edit" @submit=${submit} @keydown=${keys}>
    <input name="text" aria-label="Edit message" autocomplete="off" .defaultValue=${text}>
    <button class="btn primary">Save</button>
    <button type="button" class="btn" @click=${() => app.set({ editing: null })}>Cancel</button></form>`;
}
