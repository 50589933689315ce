// @ts-check
import { html, nothing } from 'lit-html';
import { emoji } from './emoji.js';
import { date, link, mention } from './mrkdwn.js';

/** @typedef {import('./elements.js').Block} Block */
/** @typedef {import('./mrkdwn.js').Reader} Reader */

/**
 * A rich_text block.
 * @param {Block} block
 * @param {Reader} reader
 */
export function richText(block, reader) {
  return html`<div class="rich">${block['elements'].map((/** @type {Block} */ one) => container(one, reader))}</div>`;
}

/**
 * @param {Block} block
 * @param {Reader} reader
 * @returns {unknown}
 */
function container(block, reader) {
  const content = () => block['elements'].map((/** @type {Block} */ one) => leaf(one, reader));
  switch (block['type']) {
    case 'rich_text_list':
      return list(block, reader);
    case 'rich_text_quote':
      return html`<blockquote>${content()}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre class="code">${content()}</pre>`;
    default:
      return html`<p>${content()}</p>`;
  }
}

/**
 * @param {Block} block
 * @param {Reader} reader
 */
function list(block, reader) {
  const items = block['elements'].map((/** @type {Block} */ one) => html`<li>${container(one, reader)}</li>`);
  const classes = `indent-${block['indent'] ?? 0}`;
  return block['style'] === 'ordered'
    ? html`<ol class=${classes}>${items}</ol>`
    : html`<ul class=${classes}>${items}</ul>`;
}

/**
 * @param {Block} one
 * @param {Reader} reader
 */
function leaf(one, reader) {
  switch (one['type']) {
    case 'text':
      return styled(one['text'], one['style']);
    case 'link':
      return styled(link(one['url'], one['text'] ?? one['url']), one['style']);
    case 'emoji':
      return emoji(one['name']) ?? `:${one['name']}:`;
    case 'user':
      return mention(`@${reader.names[one['user_id']] ?? one['user_id']}`, one['user_id'] === reader.me);
    case 'usergroup':
      return mention(`@${reader.names[one['usergroup_id']] ?? 'group'}`, false);
    case 'channel':
      return mention(`#${reader.names[one['channel_id']] ?? one['channel_id']}`, false);
    case 'broadcast':
      return mention(`@${one['range']}`, true);
    case 'date':
      return date(`!date^${one['timestamp']}^${one['format']}`, one['fallback'], reader);
    default:
      return nothing;
  }
}

/**
 * @param {unknown} content
 * @param {Block | undefined} style
 */
function styled(content, style) {
  let out = content;
  if (style?.['code']) out = html`<code>${out}</code>`;
  if (style?.['strike']) out = html`<s>${out}</s>`;
  if (style?.['italic']) out = html`<em>${out}</em>`;
  if (style?.['bold']) out = html`<strong>${out}</strong>`;
  return out;
}
