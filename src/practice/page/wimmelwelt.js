// @ts-check
import { html } from 'lit-html';
import { row } from './row.js';

/** @import { PageState } from '../protocol.ts' */

/**
 * Wimmelwelt as it is right now: what is deployed where, and who has the users.
 * @param {PageState} state
 */
export function wimmelweltPanel({ demo: { wimmelwelt } }) {
  const { staging, production } = wimmelwelt.sites;
  const { live, share, versions } = production;
  return html`<section aria-label="Wimmelwelt">
    <h2>Wimmelwelt</h2>
    <dl class="figures plain">
      ${Object.entries(versions).map(([name, version]) => row(name === live ? `${name} (live)` : name, version, false))}
      ${row('Users elsewhere', share === null ? 'none' : `${share.percent} % on ${share.to}`, false)}
      ${row('Staging', staging.versions['blue'] ?? '', false)}
      ${row('Staging /readiness', staging.databaseBlocked ? '503' : '200', staging.databaseBlocked)}
    </dl>
    <p class="small">As the team's script <code>wimmel</code> left it.</p>
  </section>`;
}
