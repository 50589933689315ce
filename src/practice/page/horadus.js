// @ts-check
import { html } from 'lit-html';
import { row } from './row.js';

/** @import { PageState } from '../protocol.ts' */

/** As the runbook has it. */
const ERRORS_MAX = 5;

/**
 * Horadus as it is right now: what runs in its containers, and what they answer.
 * @param {PageState} state
 */
export function horadusPanel({ demo: { horadus } }) {
  const { fleet, healthy, figures, processed } = horadus;
  const { errorRate } = figures;
  return html`<section aria-label="Horadus">
    <h2>Horadus</h2>
    <dl class="figures plain">
      ${Object.entries(fleet.running).map(([service, version]) => row(service, version, false))}
      ${row('/health', healthy ? '200' : '503', !healthy)}
      ${row('Error rate', errorRate === null ? 'none' : `${errorRate} %`, (errorRate ?? 0) > ERRORS_MAX)}
      ${row('Processed', String(processed), false)}
    </dl>
    <p class="small">Containers as <code>docker compose</code> left them; the database is at ${fleet.schema}.</p>
  </section>`;
}
