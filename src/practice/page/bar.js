// @ts-check
import { html, nothing } from 'lit-html';
import { formatDay, formatIn, formatTime } from './dates.js';

/** @import { PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

/**
 * What time it is here, and how to make it later.
 * @param {App} app
 * @param {PageState} state
 */
export function clockBar(app, state) {
  const { nextMoment, winding } = state.clock;
  const now = app.now();
  return html`<div class="bar" role="group" aria-label="Clock">
    <div class="clock"><time>${formatTime(now, state.me.tz, true)}</time><span>${formatDay(now, state.me.tz)}</span></div>
    <button type="button" class="btn" ?disabled=${winding || nextMoment === null} @click=${() => app.act({ kind: 'wind', by: 'next' })}>To the next timer</button>
    <button type="button" class="btn" ?disabled=${winding} @click=${() => app.act({ kind: 'wind', by: 10 })}>+10 min</button>
    <p class="clock-note" role="status">${clockNote(state, now)}</p>
    ${state.bot.state === 'up' ? nothing : html`<span class="pill ${state.bot.state}">Bot ${state.bot.state}</span>`}
    <button type="button" class="quiet" aria-label="First steps" title="First steps" @click=${() => app.set({ steps: !app.showsSteps(state) })}>?</button>
    <button type="button" class="quiet" aria-label=${`Theme: ${app.local.theme}`} title=${`Theme: ${app.local.theme}`} @click=${() => app.turnTheme()}>${{ system: '◐', light: '☀', dark: '☾' }[app.local.theme]}</button>
  </div>`;
}

/**
 * @param {PageState} state
 * @param {number} now
 */
function clockNote({ clock: { nextMoment, winding, stopped }, bot }, now) {
  if (winding) return html`<span class="spinner" aria-hidden="true"></span> Winding…`;
  if (bot.state !== 'up') return 'The bot is not running; time goes on without it.';
  if (stopped !== null) return stopped;
  return nextMoment === null ? 'No timer is set.' : `Next timer ${formatIn(nextMoment - now)}`;
}

const STEPS = [
  { say: '/release start minor', does: 'plans a minor release of VALERO. Press Enter and follow the card.' },
  {
    say: '/incident declare sev1 checkout down',
    does: 'declares an incident: a phone rings, somebody takes it, gonogo reminds of updates.',
  },
  {
    say: null,
    does: 'Buttons belong to roles: become whom a card waits for, on the left. The line below always says what is next.',
  },
  { say: null, does: 'Wind the clock with “To the next timer” or “+10 min”. It stops when somebody is needed.' },
  {
    say: null,
    does: 'Break things on the right: the new version while 10 % of the traffic is on it, hausKI, Slack or PagerDuty.',
  },
  {
    say: null,
    does: 'Kill the bot in the middle of a deploy or a page, start it again: nothing is lost or done twice.',
  },
];

/**
 * @param {App} app
 * @param {PageState} state
 */
export function firstSteps(app, state) {
  if (!app.showsSteps(state)) return null;
  return html`<section class="steps" aria-label="First steps">
    <header><h2>First steps</h2><button type="button" class="quiet" aria-label="Hide first steps" @click=${() => app.set({ steps: false })}>✕</button></header>
    <ol>${STEPS.map(({ say, does }) => html`<li>${say ? html`<button type="button" class="try" @click=${() => app.draft(say)}><kbd>${say}</kbd></button> ` : nothing}${does}</li>`)}</ol>
    <p class="small">This is the real bot with real commands, requests and metrics; only Slack and the company are made up. <kbd>/</kbd> goes to the command box, <kbd>Esc</kbd> closes.</p>
  </section>`;
}
