// @ts-check
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { blocks } from './blocks.js';
import { formatDay, formatTime } from './dates.js';
import { emoji } from './emoji.js';
import { editBox, tools } from './message-tools.js';
import { mrkdwn } from './mrkdwn.js';
import { openPaper } from './paper.js';

/** @import { PageMessage, PageNote, PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

/**
 * The messages of a channel or a thread, in their order, with the reader's own notes among them.
 * @param {{ app: App, state: PageState, messages: readonly PageMessage[], notes: readonly PageNote[], inThread: boolean }} parts
 */
export function messageList({ app, state, messages, notes, inThread }) {
  const all = [...messages, ...notes].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  let day = '';
  /** @type {PageMessage | PageNote | null} */
  let before = null;
  return repeat(
    all,
    one => ('from' in one ? one.id : one.ts),
    one => {
      const today = formatDay(Number(one.ts) * 1_000, state.me.tz);
      const more = today === day && goesOn(before, one);
      before = one;
      const divider =
        inThread || today === day ? nothing : html`<div class="day" role="separator"><span>${today}</span></div>`;
      day = today;
      return html`${divider}${'from' in one ? note(app, state, one) : message(app, state, one, inThread, more)}`;
    },
  );
}

/** What somebody says within this time of their last message stands under the same name. */
const TOGETHER_SECONDS = 300;

/**
 * @param {PageMessage | PageNote | null} before
 * @param {PageMessage | PageNote} one
 */
function goesOn(before, one) {
  if (before === null || 'from' in before || 'from' in one || before.user !== one.user) return false;
  return Number(one.ts) - Number(before.ts) < TOGETHER_SECONDS;
}

/**
 * The time of a message that stands under the name of the one before, for whoever points at it.
 * @param {PageState} state
 * @param {PageMessage} one
 */
function gutter(state, one) {
  const at = Number(one.ts) * 1_000;
  return html`<time class="gutter" datetime=${new Date(at).toISOString()}>${formatTime(at, state.me.tz)}</time>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {PageMessage} one
 * @param {boolean} inThread
 * @param {boolean} more
 */
function message(app, state, one, inThread, more) {
  const name = state.names[one.user] ?? one.user;
  const bot = one.user === state.botUser;
  return html`<article class="msg ${one.pinned ? 'pinned' : ''} ${more ? 'more' : ''}" data-ts=${one.ts} aria-label=${`${name}: ${one.text}`}>
    ${more ? gutter(state, one) : avatar(name, one.user, bot)}
    <div class="msg-main">
      ${more ? nothing : byline(state, one, bot)}
      ${one.subtype === 'thread_broadcast' && !inThread ? html`<div class="b-context">replied to a thread</div>` : nothing}
      ${app.local.editing === one.ts ? editBox(app, one) : content(app, state, one, { channel: one.channel, ts: one.ts })}
      ${one.files.map(file => sharedFile(app, file))}
      ${reactions(app, state, one)}
      ${inThread ? nothing : replies(app, state, one)}
    </div>
    ${tools(app, state, one, inThread)}
  </article>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {PageNote} one
 */
function note(app, state, one) {
  const name = one.from === 'bot' ? (state.names[state.botUser] ?? 'gonogo') : 'Slackbot';
  return html`<article class="msg note" data-note=${one.id} aria-label=${`Only visible to you: ${one.text}`}>
    ${avatar(name, one.from === 'bot' ? state.botUser : 'slackbot', one.from === 'bot')}
    <div class="msg-main">
      <p class="only-you"><span aria-hidden="true">◐</span> Only visible to you
        <button type="button" class="quiet" @click=${() => app.act({ kind: 'dismiss', note: one.id })}>Dismiss</button></p>
      ${byline(state, { user: one.from === 'bot' ? state.botUser : 'slackbot', ts: one.ts, edited: false }, one.from === 'bot', name)}
      ${content(app, state, one, { note: one.id, channel: one.channel })}
    </div>
  </article>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {{ text: string, blocks?: readonly import('./elements.js').Block[] }} one
 * @param {{ channel: string, ts?: string, note?: string }} place
 */
function content(app, state, one, place) {
  if (!one.blocks || one.blocks.length === 0)
    return html`<div class="b-section">${mrkdwn(one.text, app.reader(state))}</div>`;
  return html`<div class="blocks">${blocks(one.blocks, app.surface(state, place))}</div>`;
}

/**
 * @param {PageState} state
 * @param {{ user: string, ts: string, edited: boolean }} one
 * @param {boolean} bot
 * @param {string} [name]
 */
function byline(state, one, bot, name = state.names[one.user] ?? one.user) {
  const at = Number(one.ts) * 1_000;
  const role = state.people.find(person => person.id === one.user)?.role;
  return html`<div class="byline"><strong>${name}</strong>
    ${bot ? html`<span class="tag">app</span>` : nothing}${role ? html`<span class="role">${role}</span>` : nothing}
    <time datetime=${new Date(at).toISOString()} title=${new Date(at).toUTCString()}>${formatTime(at, state.me.tz)}</time>
    ${one.edited && !bot ? html`<span class="role">edited</span>` : nothing}</div>`;
}

/**
 * A picture made of initials; the colour comes from the id, so that a person keeps it.
 * @param {string} name
 * @param {string} id
 * @param {boolean} bot
 */
export function avatar(name, id, bot) {
  if (bot) return html`<img class="avatar" src="/practice/icon.svg" alt="">`;
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  const initials = name
    .split(' ')
    .map(word => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return html`<span class="avatar" style=${`--hue: ${hue}`} aria-hidden="true">${initials}</span>`;
}

/**
 * @param {App} app
 * @param {PageMessage['files'][number]} file
 */
function sharedFile(app, file) {
  const href = `/practice/files/${file.id}`;
  const read = (/** @type {Event} */ event) => {
    event.preventDefault();
    void openPaper(app, href);
  };
  return html`<a class="file" href=${href} target="_blank" @click=${read}><span aria-hidden="true">📎</span> ${file.title}</a>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {PageMessage} one
 */
function reactions(app, state, one) {
  if (one.reactions.length === 0) return nothing;
  const { channel, ts } = one;
  return html`<div class="reactions">${one.reactions.map(({ name, users }) => {
    const mine = users.includes(state.me.id);
    const who = users.map(id => state.names[id] ?? id).join(', ');
    return html`<button type="button" class="reaction" aria-pressed=${mine} title=${`${who}: ${name}`}
      @click=${() => app.act({ kind: 'react', channel, ts, name, remove: mine })}>${emoji(name) ?? `:${name}:`} ${users.length}</button>`;
  })}</div>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {PageMessage} one
 */
function replies(app, state, one) {
  const all = state.messages.filter(
    other => other.thread_ts === one.ts && other.ts !== one.ts && other.channel === one.channel,
  );
  const notes = state.notes.filter(other => other.thread_ts === one.ts && other.channel === one.channel);
  const last = [...all, ...notes]
    .map(other => other.ts)
    .sort()
    .at(-1);
  if (last === undefined) return nothing;
  const count = all.length + notes.length;
  const label = `${count} ${count === 1 ? 'reply' : 'replies'}`;
  return html`<button type="button" class="replies" @click=${() => app.openThread(one.channel, one.ts)}>
    <strong>${label}</strong> <span>last ${formatTime(Number(last) * 1_000, state.me.tz)}</span></button>`;
}
