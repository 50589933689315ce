// @ts-check
import { html, nothing, svg } from 'lit-html';
import { faultSwitches } from './faults.js';
import { hauskiPanel } from './hauski.js';
import { horadusPanel } from './horadus.js';
import { pagerPanel } from './phones.js';
import { wimmelweltPanel } from './wimmelwelt.js';

/** @import { PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

/**
 * The demo company as it is right now: the service of the channel one looks at, the phones, and what can be broken.
 * @param {App} app
 * @param {PageState} state
 */
export function worldPanel(app, state) {
  const product = app.product(state);
  const { log } = state.demo;
  return html`<aside class="world" aria-label="Demo company">
    ${servicePanel(product, state)}
    ${faultSwitches(app, state, { title: 'Break something', of: [OWN_SERVICE.find(one => one === product) ?? 'valero'] })}
    ${pagerPanel(state)}
    ${faultSwitches(app, state, { title: 'Break Slack or PagerDuty', of: ['slack', 'pagerduty'] })}
    <section>
      <h2>The bot</h2>
      ${bot(app, state)}
    </section>
    <section class="log">
      <h2>Commands it ran</h2>
      ${log.length === 0 ? html`<p class="small">None yet.</p>` : html`<ol>${log.map(one => html`<li class=${one.state}><code>${one.command}</code></li>`)}</ol>`}
    </section>
  </aside>`;
}

/** Products with a demo service of their own; any other is looked at as VALERO. */
const OWN_SERVICE = /** @type {const} */ (['hauski', 'horadus', 'wimmelwelt']);

/**
 * @param {string} product
 * @param {PageState} state
 */
function servicePanel(product, state) {
  if (product === 'hauski') return hauskiPanel(state);
  if (product === 'horadus') return horadusPanel(state);
  return product === 'wimmelwelt' ? wimmelweltPanel(state) : documentPanel(state);
}

/** @param {PageState} state */
function documentPanel(state) {
  const { cluster, figures, history } = state.demo;
  const live = cluster.deployments[cluster.colour ? `document-domain-${cluster.colour}` : 'document-domain'];
  const canary = cluster.deployments['document-domain-canary'];
  return html`<section>
      <h2>document-domain</h2>
      ${traffic(live?.version ?? '?', canary?.version ?? '?', cluster.weight, cluster.colour)}
      <dl class="figures">
        ${figure(
          'Error rate',
          percent(figures.errorRate),
          (figures.errorRate ?? 0) > 1,
          history.map(one => one.errorRate),
        )}
        ${figure(
          'p95',
          milliseconds(figures.p95Latency),
          (figures.p95Latency ?? 0) > 500,
          history.map(one => one.p95Latency),
        )}
        ${figure('Consumer lag', String(figures.consumerLag), figures.consumerLag > 1000, [])}
        ${figure(
          'Requests',
          `${(figures.requests / 60).toFixed(1)}/s`,
          false,
          history.map(one => one.requests),
        )}
      </dl>
      <p class="small">Of the last minute, from requests really served.</p>
    </section>`;
}

/**
 * @param {string} stable
 * @param {string} canary
 * @param {number} weight
 * @param {string | undefined} colour
 */
function traffic(stable, canary, weight, colour) {
  const label = `${100 - weight} % to ${stable}${weight > 0 ? `, ${weight} % to the canary ${canary}` : ''}`;
  return html`<div class="split" role="img" aria-label=${label}>
      <span class="stable" style=${`flex-grow: ${100 - weight}`}></span><span class="canary" style=${`flex-grow: ${weight}`}></span></div>
    <div class="split-legend"><span><i class="dot stable"></i>${stable}${colour ? ` ${colour}` : ''} <b>${100 - weight} %</b></span>
      ${weight > 0 ? html`<span><i class="dot canary"></i>${canary} <b>${weight} %</b></span>` : nothing}</div>`;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {boolean} bad
 * @param {(number | null)[]} history
 */
function figure(name, value, bad, history) {
  return html`<div class=${bad ? 'bad' : ''}><dt>${name}</dt><dd>${value}${bad ? html`<span class="sr"> over its limit</span>` : nothing}</dd>${sparkline(history)}</div>`;
}

const WIDTH = 84;
const HEIGHT = 22;

/** @param {(number | null)[]} history */
function sparkline(history) {
  const known = history.filter(one => one !== null);
  // Room above, so that a steady line reads as its own row's and not as the row above's.
  const top = 1.5 * Math.max(1e-9, ...known);
  const place = (/** @type {number} */ value, /** @type {number} */ nth) =>
    `${((nth / Math.max(1, known.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 2 - (value / top) * (HEIGHT - 5)).toFixed(1)}`;
  return html`<svg class="spark" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">${
    known.length < 2 ? nothing : svg`<polyline points=${known.map(place).join(' ')}></polyline>`
  }</svg>`;
}

/** @param {number | null} value */
function percent(value) {
  return value === null ? 'none' : `${value} %`;
}

/** @param {number | null} value */
function milliseconds(value) {
  return value === null ? 'none' : `${value} ms`;
}

/**
 * @param {App} app
 * @param {PageState} state
 */
function bot(app, { bot: { state, pid, starts } }) {
  const words = { up: `Running, process ${pid}`, starting: 'Starting…', down: 'Not running' }[state];
  return html`<p class="bot ${state}"><i class="dot"></i> ${words}${starts > 1 ? `, start ${starts}` : ''}</p>
    ${
      state === 'down'
        ? html`<button type="button" class="btn primary wide" @click=${() => app.act({ kind: 'revive' })}>Start the bot again</button>`
        : html`<button type="button" class="btn danger wide" ?disabled=${state !== 'up'} @click=${() => app.act({ kind: 'kill' })}>Kill the bot (kill -9)</button>`
    }
    <p class="small">A kill loses nothing: runs, timers and a deploy in progress go on. Only <code>npm start</code> begins with a fresh workspace.</p>`;
}
