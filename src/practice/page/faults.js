// @ts-check
import { html } from 'lit-html';

/** @import { PageFault, PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

/**
 * Switches for what can be broken there.
 * @param {App} app
 * @param {PageState} state
 * @param {{ title: string, of: readonly PageFault['of'][] }} which
 */
export function faultSwitches(app, state, { title, of }) {
  return html`<section>
    <h2>${title}</h2>
    ${state.faults
      .filter(fault => of.includes(fault.of))
      .map(
        fault => html`<label class="switch"><input type="checkbox" role="switch" .checked=${fault.on} data-fault=${fault.id}
        @change=${(/** @type {Event} */ event) => app.act({ kind: 'fault', id: fault.id, on: /** @type {HTMLInputElement} */ (event.target).checked })}>
        <span>${fault.title}</span></label>`,
      )}
  </section>`;
}
