// @ts-check
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { actionElement, inputElement } from './elements.js';
import { mrkdwn, plainText } from './mrkdwn.js';
import { richText } from './rich-text.js';
import { readElement } from './values.js';

/** @typedef {import('./elements.js').Block} Block */
/** @typedef {import('./elements.js').Surface} Surface */

/**
 * Block Kit as it was really sent.
 * @param {readonly Block[]} list
 * @param {Surface} surface
 * @param {Record<string, string>} [errors] sentences by block id, in a modal that was sent back
 */
export function blocks(list, surface, errors = {}) {
  // Keyed, so that what is typed in a field stays with that field when the bot changes the form around it.
  return repeat(
    list,
    (one, nth) => one['block_id'] ?? nth,
    one => block(one, surface, errors[one['block_id'] ?? '']),
  );
}

/**
 * @param {Block} one
 * @param {Surface} surface
 * @param {string | undefined} error
 */
function block(one, surface, error) {
  const id = one['block_id'] ?? '';
  switch (one['type']) {
    case 'header':
      return html`<h3 class="b-header">${plainText(one['text'].text)}</h3>`;
    case 'section':
      return section(one, surface);
    case 'divider':
      return html`<hr>`;
    case 'context':
      return html`<div class="b-context">${one['elements'].map((/** @type {Block} */ part) => contextPart(part, surface))}</div>`;
    case 'actions':
      return html`<div class="b-actions">${one['elements'].map((/** @type {Block} */ part) => actionElement(part, id, surface))}</div>`;
    case 'image':
      return html`<figure>${one['title'] ? html`<figcaption>${plainText(one['title'].text)}</figcaption>` : nothing}
        <img src=${one['image_url']} alt=${one['alt_text']}></figure>`;
    case 'rich_text':
      return richText(one, surface.reader);
    case 'input':
      return input(one, surface, error);
    case 'markdown':
      return html`<div class="b-section">${mrkdwn(one['text'], surface.reader)}</div>`;
    default:
      return html`<div class="b-unknown">This page does not draw a “${one['type']}” block.</div>`;
  }
}

/**
 * @param {Block} one
 * @param {Surface} surface
 */
function section(one, surface) {
  const fields = one['fields'] ?? [];
  return html`<div class="b-section">
    <div class="b-body">
      ${one['text'] ? html`<div>${textObject(one['text'], surface)}</div>` : nothing}
      ${fields.length === 0 ? nothing : html`<div class="b-fields">${fields.map((/** @type {Block} */ field) => html`<div>${textObject(field, surface)}</div>`)}</div>`}
    </div>
    ${one['accessory'] ? html`<div class="b-accessory">${actionElement(one['accessory'], one['block_id'] ?? '', surface)}</div>` : nothing}
  </div>`;
}

/**
 * @param {Block} part
 * @param {Surface} surface
 */
function contextPart(part, surface) {
  if (part['type'] === 'image') return html`<img class="b-icon" src=${part['image_url']} alt=${part['alt_text']}>`;
  return html`<span>${textObject(part, surface)}</span>`;
}

/**
 * @param {Block} text
 * @param {Surface} surface
 */
function textObject(text, surface) {
  return text['type'] === 'mrkdwn' ? mrkdwn(text['text'], surface.reader) : plainText(text['text']);
}

/**
 * A labelled field. Its value is read from the page when the form is sent, so typing never redraws anything.
 * @param {Block} one
 * @param {Surface} surface
 * @param {string | undefined} error
 */
function input(one, surface, error) {
  const element = one['element'];
  const noteId = `note-${one['block_id']}`;
  const described = { ...surface, labelled: true, describedBy: error || one['hint'] ? noteId : null };
  const act = one['dispatch_action']
    ? (/** @type {Event} */ event) => {
        const from = /** @type {Element} */ (event.currentTarget);
        surface.press({ element, blockId: one['block_id'] ?? '', value: readElement(element, from), from });
      }
    : undefined;
  const label = html`${plainText(one['label'].text)}${one['optional'] ? html` <small>optional</small>` : nothing}`;
  const content = inputElement(element, described, act);
  const group = element['type'] === 'checkboxes' || element['type'] === 'radio_buttons';
  return html`<div class="field ${error ? 'wrong' : ''}" data-block=${one['block_id'] ?? ''}>
    ${group ? html`<fieldset><legend class="label">${label}</legend>${content}</fieldset>` : html`<label><span class="label">${label}</span>${content}</label>`}
    ${error ? html`<p class="error" id=${noteId} role="alert">${error}</p>` : nothing}
    ${!error && one['hint'] ? html`<p class="hint" id=${noteId}>${plainText(one['hint'].text)}</p>` : nothing}
  </div>`;
}

/**
 * What is typed in a form, as Slack's `state.values`.
 * @param {readonly Block[]} list
 * @param {ParentNode} form
 */
export function readForm(list, form) {
  /** @type {Record<string, Record<string, Block>>} */
  const values = {};
  for (const one of list) {
    if (one['type'] !== 'input') continue;
    const node = form.querySelector(`[data-block="${CSS.escape(one['block_id'] ?? '')}"] [data-element]`);
    if (node) values[one['block_id']] = { [one['element'].action_id]: readElement(one['element'], node) };
  }
  return values;
}
