// @ts-check
import { html, nothing } from 'lit-html';
import { formatTime } from './dates.js';

/** @import { PageState, RingingPhone } from '../protocol.ts' */
/** @import { App } from './app.js' */

/**
 * Every page that rings now, above everything else: whoever has a phone that rings is asked, wherever one looks.
 * @param {App} app
 * @param {PageState} state
 */
export function ringing(app, state) {
  const phones = state.phones.ringing;
  if (phones.length === 0) return nothing;
  const pages = phones.filter((one, nth) => phones.findIndex(other => other.number === one.number) === nth);
  return html`<section class="ringing" aria-label="Ringing phones" role="alert">${pages.map(page =>
    pageRow(
      app,
      state,
      page,
      phones.filter(one => one.number === page.number),
    ),
  )}</section>`;
}

/**
 * What PagerDuty shows on these phones, and what one can do there without asking anybody.
 * @param {App} app
 * @param {PageState} state
 * @param {RingingPhone} page
 * @param {readonly RingingPhone[]} phones
 */
function pageRow(app, state, page, phones) {
  return html`<article class="phone" aria-label=${`PagerDuty rings: ${page.title}`}>
    <span class="bell" aria-hidden="true">📳</span>
    <div class="phone-main">
      <p class="phone-title"><strong>Ringing:</strong> ${page.title}</p>
      <p class="small">PagerDuty #${page.number} · ${page.service} · since <time>${formatTime(page.since, state.me.tz, true)}</time></p>
    </div>
    <div class="phone-holders">${phones.map(one => holder(app, state, one))}</div>
  </article>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {RingingPhone} one
 */
function holder(app, state, one) {
  const role = state.people.find(person => person.id === one.user)?.role ?? '';
  const act = (/** @type {'acknowledge' | 'resolve'} */ does) =>
    app.act({ kind: 'phone', phone: one.phone, key: one.key, does });
  return html`<div class="holder" role="group" aria-label=${`Phone of ${one.name}`}>
    <p><strong>${one.name}</strong> <small>${role}</small></p>
    <button type="button" class="btn primary" @click=${() => act('acknowledge')}>Acknowledge</button>
    <button type="button" class="btn" @click=${() => act('resolve')}>Resolve</button>
  </div>`;
}

const DID = { rang: ['📳', 'rang'], acknowledged: ['✓', 'acknowledged'], resolved: ['■', 'resolved'] };

/**
 * Who is on call, and what phones did.
 * @param {PageState} state
 */
export function pagerPanel({ phones: { onCall, log, ringing }, me }) {
  return html`<section class="pager" aria-label="PagerDuty">
    <h2>PagerDuty</h2>
    ${onCall.map(one => html`<p class="on-call"><span aria-hidden="true">☎</span> ${one.name} <small>${one.on}</small></p>`)}
    ${
      log.length === 0
        ? html`<p class="small">No phone has rung yet.</p>`
        : html`<ol class="phone-log" aria-label="What phones did">${log.map(({ at, who, did, number }) => {
            const [mark, word] = DID[did];
            return html`<li class=${did}><time>${formatTime(at, me.tz, true)}</time> <span aria-hidden="true">${mark}</span> ${who} ${word} <small>#${number}</small></li>`;
          })}</ol>`
    }
    ${ringing.length > 0 ? html`<p class="small">${ringing.length === 1 ? 'A phone rings' : `${ringing.length} phones ring`} now, above.</p>` : nothing}
  </section>`;
}
