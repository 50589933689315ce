// @ts-check
import { html, nothing } from 'lit-html';

/**
 * A figure of a demo service, marked where it is over its limit.
 * @param {string} name
 * @param {string} value
 * @param {boolean} bad
 */
export function row(name, value, bad) {
  return html`<div class=${bad ? 'bad' : ''}><dt>${name}</dt><dd>${value}${bad ? html`<span class="sr"> over its limit</span>` : nothing}</dd></div>`;
}
