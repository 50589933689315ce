// @ts-check
import { html, nothing } from 'lit-html';
import { avatar } from './messages.js';

/** @import { PageChannel, PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

/**
 * Who one is, and where one is.
 * @param {App} app
 * @param {PageState} state
 */
export function sidebar(app, state) {
  const channels = state.channels.filter(one => one.kind !== 'direct');
  const direct = state.channels.filter(one => one.kind === 'direct');
  return html`<nav class="side" aria-label="Workspace">
    <div class="brand"><img src="/practice/icon.svg" alt=""><div><strong>gonogo</strong><span>practice workspace</span></div></div>
    <h2 id="you-are">You are</h2>
    <div class="people" role="radiogroup" aria-labelledby="you-are" @keydown=${(/** @type {KeyboardEvent} */ event) => rove(event)}>
      ${state.people.map((person, nth) => {
        const mine = person.id === state.me.id;
        const team = person.team === state.people[nth - 1]?.team ? nothing : html`<p class="team">${person.team}</p>`;
        return html`${team}<button type="button" role="radio" aria-checked=${mine} tabindex=${mine ? 0 : -1} class="person" data-person=${person.id} @click=${() => app.become(person.id)}>
          ${avatar(person.name, person.id, false)}<span><strong>${person.name}</strong><small>${person.role}</small></span></button>`;
      })}
    </div>
    <h2>Channels</h2>
    ${channels.map(one => channelLink(app, state, one))}
    ${direct.length === 0 ? nothing : html`<h2>Direct messages</h2>${direct.map(one => channelLink(app, state, one))}`}
    <h2>App</h2>
    ${link({ label: 'Home', mark: '⌂', current: app.local.channel === 'home', news: 0, go: () => app.openHome() })}
    ${state.shortcuts
      .filter(one => one.kind === 'global')
      .map(({ id, name }) =>
        link({
          label: name,
          mark: '⚡',
          current: false,
          news: 0,
          go: () => void app.act({ kind: 'shortcut', id, channel: null, ts: null }),
        }),
      )}
  </nav>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {PageChannel} one
 */
function channelLink(app, state, one) {
  const mark = { channel: '#', private: '⚿', direct: '@' }[one.kind];
  const current = app.channel(state)?.id === one.id && app.local.channel !== 'home';
  return link({
    label: one.name,
    mark,
    current,
    news: current ? 0 : app.news(state, one.id),
    go: () => app.openChannel(one.id),
  });
}

/** @param {{ label: string, mark: string, current: boolean, news: number, go: () => void }} parts */
function link({ label, mark, current, news, go }) {
  return html`<button type="button" class="place ${news > 0 ? 'unread' : ''}" aria-current=${current ? 'page' : nothing} @click=${go}>
    <span class="mark" aria-hidden="true">${mark}</span> ${label}
    ${news > 0 ? html`<span class="news" aria-label=${`${news} new`}>${news}</span>` : nothing}</button>`;
}

/**
 * Arrows move within the group, as in every radio group.
 * @param {KeyboardEvent} event
 */
function rove(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [.../** @type {Element} */ (event.currentTarget).querySelectorAll('button')];
  const next =
    all[(all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + step + all.length) % all.length];
  next?.focus();
  next?.click();
}
