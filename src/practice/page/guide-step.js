// @ts-check
import { html } from 'lit-html';

/**
 * Something the guide offers to do.
 * @param {string} label
 * @param {() => unknown} go
 */
export function step(label, go) {
  return html`<button type="button" class="btn" @click=${go}>${label}</button>`;
}
