// @ts-check
import { html } from 'lit-html';
import { row } from './row.js';

/** @import { PageState } from '../protocol.ts' */

/** As policies/limits.yaml of the scratch repository has it. */
const GPU_MAX_C = 80;
const ERRORS_MAX = 1;

/**
 * hausKI as it is right now: what it measures, and what its files tell it to do.
 * @param {PageState} state
 */
export function hauskiPanel({ hauski: { ready, figures, config } }) {
  const { errorRate, p95Latency, celsius, watt, refused } = figures;
  return html`<section aria-label="hausKI">
    <h2>hausKI</h2>
    <dl class="figures plain">
      ${row('/ready', ready ? '200' : '503', !ready)}
      ${row('Error rate', errorRate === null ? 'none' : `${errorRate} %`, (errorRate ?? 0) > ERRORS_MAX)}
      ${row('p95', p95Latency === null ? 'none' : `${p95Latency} of ${config.llmP95Ms} ms`, (p95Latency ?? 0) > config.llmP95Ms)}
      ${row('GPU', `${celsius} °C, ${watt} W`, celsius > GPU_MAX_C)}
      ${row('Turned away', `${Math.round(refused * 100)} %`, false)}
    </dl>
    <p class="settings">${settingsOf(config).map(one => html`<span class=${one.unusual ? 'setting changed' : 'setting'}>${one.says}</span>`)}</p>
    <p class="small">Of the last minute, and from the files <code>hauski-ops</code> changes.</p>
  </section>`;
}

/** @param {PageState['hauski']['config']} config */
function settingsOf({ limitPerSecond, deny, safeMode, flags }) {
  return [
    {
      says: limitPerSecond === null ? 'no limit' : `at most ${limitPerSecond} a second`,
      unusual: limitPerSecond !== null,
    },
    { says: deny ? 'denies everybody' : 'lets everybody in', unusual: deny },
    { says: `safe mode ${safeMode ? 'on' : 'off'}`, unusual: safeMode },
    ...Object.entries(flags).map(([name, on]) => ({ says: `${name} ${on ? 'on' : 'off'}`, unusual: !on })),
  ];
}
