// @ts-check
import { instantOfWall } from './dates.js';

/** @typedef {import('./elements.js').Block} Block */

/**
 * The value of an element as Slack writes it in `state.values`.
 * @param {Block} element
 * @param {Element} node the element or its group
 * @returns {Block}
 */
export function readElement(element, node) {
  const type = element['type'];
  const value = 'value' in node && node.value !== '' ? String(node.value) : null;
  if (type === 'checkboxes' || type === 'radio_buttons') {
    const on = [...node.querySelectorAll('input:checked')].map(one => /** @type {HTMLInputElement} */ (one).value);
    const options = element['options'].filter((/** @type {Block} */ one) => on.includes(one['value']));
    return type === 'checkboxes' ? { type, selected_options: options } : { type, selected_option: options[0] ?? null };
  }
  if (type === 'datepicker') return { type, selected_date: value };
  if (type === 'timepicker') return { type, selected_time: value };
  if (type === 'datetimepicker') {
    const zone = /** @type {HTMLElement} */ (node).dataset['zone'] ?? 'Etc/UTC';
    return { type, selected_date_time: value === null ? null : instantOfWall(value, zone) / 1_000 };
  }
  if (type === 'rich_text_input') return { type, rich_text_value: value === null ? null : richTextOf(value) };
  if (!type.endsWith('_select')) return { type, value };
  return readSelect(element, /** @type {HTMLSelectElement} */ (node), value);
}

/**
 * @param {Block} element
 * @param {HTMLSelectElement} node
 * @param {string | null} value
 */
function readSelect(element, node, value) {
  const type = element['type'];
  const many = [...node.selectedOptions].map(one => one.value).filter(one => one !== '');
  const noun = /(user|channel|conversation)s_select$/.exec(type)?.[1];
  const multiple = type.startsWith('multi_');
  if (noun !== undefined)
    return multiple ? { type, [`selected_${noun}s`]: many } : { type, [`selected_${noun}`]: value };
  const all = (element['option_groups'] ?? [{ options: element['options'] ?? [] }]).flatMap(
    (/** @type {Block} */ group) => group['options'],
  );
  const options = all.filter((/** @type {Block} */ one) => many.includes(one['value']));
  return multiple ? { type, selected_options: options } : { type, selected_option: options[0] ?? null };
}

/** @param {string} text */
function richTextOf(text) {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}
