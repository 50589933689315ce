// @ts-check
import { html, nothing } from 'lit-html';
import { wallTime } from './dates.js';
import { mrkdwn, plainText } from './mrkdwn.js';
import { readElement } from './values.js';

/**
 * Where an element stands and what it may do there.
 * @typedef {object} Surface
 * @property {import('./mrkdwn.js').Reader} reader
 * @property {{ id: string, name: string }[]} people
 * @property {{ id: string, name: string }[]} channels
 * @property {(press: Press) => void} press tells the bot at once
 * @property {boolean} labelled a label stands above it already
 * @property {string | null} describedBy id of the error or hint below an input
 */
/** @typedef {Record<string, any>} Block Block Kit JSON; the strict Slack fake has checked it before it comes here. */
/** @typedef {{ element: Block, blockId: string, value: Block | null, from: Element }} Press */

/**
 * An element that acts when it is used: in an actions block, beside a section, or an input with `dispatch_action`.
 * @param {Block} element
 * @param {string} blockId
 * @param {Surface} surface
 */
export function actionElement(element, blockId, surface) {
  /** @type {(event: Event, value: Block | null) => void} */
  const act = (event, value) =>
    surface.press({ element, blockId, value, from: /** @type {Element} */ (event.currentTarget) });
  switch (element['type']) {
    case 'button':
      return button(element, act);
    case 'workflow_button':
      return html`<button type="button" class="btn" disabled>${plainText(element['text'].text)}</button>`;
    case 'overflow':
      return overflow(element, act);
    case 'image':
      return html`<img class="accessory" src=${element['image_url']} alt=${element['alt_text']}>`;
    default:
      return inputElement(element, surface, event =>
        act(event, readElement(element, /** @type {Element} */ (event.currentTarget))),
      );
  }
}

/**
 * @param {Block} element
 * @param {(event: Event, value: Block | null) => void} act
 */
function button(element, act) {
  const label = element['accessibility_label'] ?? nothing;
  const classes = `btn ${element['style'] ?? ''}`;
  const text = plainText(element['text'].text);
  return html`<button type="button" class=${classes} aria-label=${label} data-action=${element['action_id'] ?? ''}
    @click=${(/** @type {Event} */ event) => {
      if (element['url']) window.open(element['url'], '_blank', 'noopener');
      act(event, null);
    }}>${text}</button>`;
}

/**
 * @param {Block} element
 * @param {(event: Event, value: Block | null) => void} act
 */
function overflow(element, act) {
  const choose = (/** @type {Event} */ event, /** @type {Block} */ option) => {
    /** @type {Element} */ (event.currentTarget).closest('details')?.removeAttribute('open');
    act(event, { selected_option: option });
  };
  return html`<details class="menu" @keydown=${closeOnEscape} @focusout=${closeOnLeave}>
    <summary class="btn" aria-label="More actions"><span aria-hidden="true">⋯</span></summary>
    <div class="menu-list">${element['options'].map(
      (/** @type {Block} */ option) =>
        html`<button type="button" @click=${(/** @type {Event} */ event) => choose(event, option)}>${plainText(option['text'].text)}</button>`,
    )}</div>
  </details>`;
}

/** @param {KeyboardEvent} event */
function closeOnEscape(event) {
  if (event.key !== 'Escape') return;
  event.stopPropagation();
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

/** @param {FocusEvent} event */
function closeOnLeave(event) {
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  if (!menu.contains(/** @type {Node | null} */ (event.relatedTarget))) menu.open = false;
}

/**
 * An element that holds a value. `data-element` marks it for `readElement`.
 * @param {Block} element
 * @param {Surface} surface
 * @param {((event: Event) => void) | undefined} onChange
 */
export function inputElement(element, surface, onChange) {
  const change = onChange ?? nothing;
  const described = surface.describedBy ?? nothing;
  const hint = element['placeholder'] ? plainText(element['placeholder'].text) : '';
  switch (element['type']) {
    case 'plain_text_input':
      return element['multiline']
        ? html`<textarea data-element rows="4" placeholder=${hint} aria-describedby=${described} maxlength=${element['max_length'] ?? nothing}
            .defaultValue=${element['initial_value'] ?? ''} @change=${change}></textarea>`
        : text('text', element, { hint, described, change });
    case 'rich_text_input':
      return html`<textarea data-element rows="4" placeholder=${hint} aria-describedby=${described} @change=${change}></textarea>`;
    case 'email_text_input':
      return text('email', element, { hint, described, change });
    case 'url_text_input':
      return text('url', element, { hint, described, change });
    case 'number_input':
      return text('number', element, { hint, described, change });
    case 'datepicker':
      return text('date', { ...element, initial_value: element['initial_date'] }, { hint: '', described, change });
    case 'timepicker':
      return text('time', { ...element, initial_value: element['initial_time'] }, { hint: '', described, change });
    case 'datetimepicker':
      return text(
        'datetime-local',
        { ...element, initial_value: wallTimeIn(element['initial_date_time'], surface.reader.zone) },
        { hint: '', described, change, zone: surface.reader.zone },
      );
    case 'file_input':
      return html`<p class="hint">Nothing can be uploaded in this practice workspace.</p>`;
    case 'checkboxes':
    case 'radio_buttons':
      return choices(element, surface, change);
    default:
      return select(element, surface, { hint, described, change });
  }
}

/** @typedef {{ hint: string, described: unknown, change: unknown, zone?: string }} Rest */

/**
 * @param {string} type
 * @param {Block} element
 * @param {Rest} rest
 */
function text(type, element, { hint, described, change, zone }) {
  return html`<input data-element data-zone=${zone ?? nothing} type=${type} placeholder=${hint} aria-describedby=${described} step=${element['is_decimal_allowed'] ? 'any' : nothing}
    maxlength=${element['max_length'] ?? nothing} autocomplete="off" .defaultValue=${element['initial_value'] ?? ''} @change=${change}>`;
}

/**
 * @param {Block} element
 * @param {Surface} surface
 * @param {unknown} change
 */
function choices(element, surface, change) {
  const type = element['type'] === 'checkboxes' ? 'checkbox' : 'radio';
  const initial = [element['initial_option'], ...(element['initial_options'] ?? [])].map(one => one?.value);
  return html`<div data-element class="choices" role=${type === 'radio' ? 'radiogroup' : 'group'} @change=${change}>${element[
    'options'
  ].map(
    (
      /** @type {Block} */ option,
    ) => html`<label><input type=${type} name=${element['action_id']} value=${option['value']}
      .defaultChecked=${initial.includes(option['value'])}><span>${mrkdwn(option['text'].text, surface.reader)}
      ${option['description'] ? html`<small>${mrkdwn(option['description'].text, surface.reader)}</small>` : nothing}</span></label>`,
  )}</div>`;
}

/**
 * @param {Block} element
 * @param {Surface} surface
 * @param {Rest} rest
 */
function select(element, surface, { hint, described, change }) {
  const multiple = element['type'].startsWith('multi_');
  const chosen = initialValues(element);
  const groups = element['option_groups'] ?? [{ options: optionsOf(element, surface) }];
  const option = (/** @type {Block} */ one) =>
    html`<option value=${one['value']} .defaultSelected=${chosen.includes(one['value'])}>${plainText(one['text'].text)}</option>`;
  return html`<select data-element ?multiple=${multiple} aria-label=${surface.labelled ? nothing : hint || nothing} aria-describedby=${described} @change=${change}>
    ${multiple ? nothing : html`<option value="" .defaultSelected=${chosen.length === 0}>${hint || 'Choose…'}</option>`}
    ${groups.map((/** @type {Block} */ group) =>
      group['label']
        ? html`<optgroup label=${plainText(group['label'].text)}>${group['options'].map(option)}</optgroup>`
        : group['options'].map(option),
    )}</select>`;
}

/**
 * @param {Block} element
 * @param {Surface} surface
 * @returns {Block[]}
 */
function optionsOf(element, surface) {
  const named = (/** @type {{ id: string, name: string }} */ one) => ({ value: one.id, text: { text: one.name } });
  if (element['type'].endsWith('users_select')) return surface.people.map(named);
  if (/(channels|conversations)_select$/.test(element['type'])) return surface.channels.map(named);
  return element['options'] ?? [];
}

/** @param {Block} element */
function initialValues(element) {
  const many = element['initial_options']?.map((/** @type {Block} */ one) => one['value']);
  const one =
    element['initial_option']?.value ??
    element['initial_user'] ??
    element['initial_channel'] ??
    element['initial_conversation'];
  return (
    many ??
    element['initial_users'] ??
    element['initial_channels'] ??
    element['initial_conversations'] ??
    (one === undefined ? [] : [one])
  );
}

/**
 * @param {number | undefined} seconds
 * @param {string} zone
 */
function wallTimeIn(seconds, zone) {
  return seconds === undefined ? undefined : wallTime(seconds * 1_000, zone);
}
