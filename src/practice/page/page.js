// @ts-check
import { html, nothing, render } from 'lit-html';
import { createApp } from './app.js';
import { clockBar, firstSteps } from './bar.js';
import { blocks } from './blocks.js';
import { commandBox, replyBox } from './composer.js';
import { guide } from './guide.js';
import { messageList } from './messages.js';
import { confirmDialog, modal, openDialogs } from './modal.js';
import { openPaper, paperDialog } from './paper.js';
import { ringing } from './phones.js';
import { sidebar } from './sidebar.js';
import { fileInSlack, placeInSlack } from './slack-links.js';
import { worldPanel } from './world.js';

/** @import { PageChannel, PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const app = createApp(draw);

/** @param {App} app */
function draw(app) {
  document.documentElement.dataset['theme'] = app.local.theme;
  const state = app.state();
  if (!state) return;
  const settle = keepAtEnd();
  render(page(app, state), root);
  openDialogs();
  settle();
}

/**
 * @param {App} app
 * @param {PageState} state
 */
function page(app, state) {
  const channel = app.channel(state);
  const thread = app.local.thread;
  return html`<div class="shell ${thread ? 'with-thread' : ''}">
    ${sidebar(app, state)}
    <main>
      ${clockBar(app, state)}
      ${ringing(app, state)}
      ${app.local.channel === 'home' || !channel ? home(app, state) : channelView(app, state, channel)}
    </main>
    ${thread ? threadView(app, state, thread) : nothing}
    ${worldPanel(app, state)}
  </div>
  ${modal(app, state)}${paperDialog(app)}${confirmDialog(app, state)}
  <div class="toast" role="alert">${app.local.said === '' ? nothing : html`<p>${app.local.said}</p>`}</div>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {PageChannel} channel
 */
function channelView(app, state, channel) {
  const inChannel = (/** @type {{ channel: string, ts: string, thread_ts?: string, subtype?: string }} */ one) =>
    one.channel === channel.id && (!one.thread_ts || one.thread_ts === one.ts || one.subtype === 'thread_broadcast');
  const messages = state.messages.filter(inChannel);
  const notes = state.notes.filter(inChannel);
  const empty = messages.length + notes.length === 0;
  return html`<header class="channel-head"><h1>${channel.kind === 'direct' ? '' : '#'}${channel.name}</h1></header>
    <div class="messages" data-key=${`${state.me.id} ${channel.id}`} tabindex="0" role="log" aria-label="Messages">
      ${empty ? (firstSteps(app, state) ?? html`<p class="empty">Nothing has been said here yet.</p>`) : null}
      ${messageList({ app, state, messages, notes, inThread: false })}
    </div>
    ${empty ? null : firstSteps(app, state)}
    ${guide(app, state)}
    ${commandBox(app, state, channel)}`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {{ channel: string, ts: string }} thread
 */
function threadView(app, state, thread) {
  const inThread = (/** @type {{ channel: string, ts: string, thread_ts?: string }} */ one) =>
    one.channel === thread.channel && (one.ts === thread.ts || one.thread_ts === thread.ts);
  return html`<section class="thread" aria-label="Thread">
    <header class="channel-head"><h1>Thread</h1><button type="button" class="quiet" aria-label="Close thread" @click=${() => app.set({ thread: null })}>✕</button></header>
    <div class="messages" data-key=${thread.ts} tabindex="0" role="log" aria-label="Replies">
      ${messageList({ app, state, messages: state.messages.filter(inThread), notes: state.notes.filter(inThread), inThread: true })}
    </div>
    ${replyBox(app, thread)}
  </section>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 */
function home(app, state) {
  const content = /** @type {import('./elements.js').Block | undefined} */ (state.home?.content);
  return html`<header class="channel-head"><h1>Home</h1></header>
    <div class="messages home" tabindex="0">${
      content
        ? html`<div class="blocks">${blocks(content['blocks'] ?? [], app.surface(state, { view: state.home?.id ?? '' }))}</div>`
        : html`<p class="empty">The bot has not published a home tab for ${state.me.name} yet.</p>`
    }</div>`;
}

const NEAR_PX = 60;

/**
 * Whoever reads the newest message goes on reading the newest, and a list just opened begins there; whoever has
 * scrolled up is left alone.
 */
function keepAtEnd() {
  const reading = new Map([...document.querySelectorAll('.messages')].map(list => [list, placeOf(list)]));
  return () => {
    for (const list of document.querySelectorAll('.messages')) {
      const before = reading.get(list);
      if (before === undefined || before.atEnd || before.key !== placeOf(list).key) list.scrollTop = list.scrollHeight;
    }
  };
}

/** @param {Element} list */
function placeOf(list) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
  return { atEnd, key: /** @type {HTMLElement} */ (list).dataset['key'] };
}

/** @param {KeyboardEvent} event */
function shortcutKeys(event) {
  const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
  if (document.querySelector('dialog[open]')) return;
  if (event.key === '/' && !typing) {
    event.preventDefault();
    app.draft('/');
  } else if (event.key === 'Escape' && app.local.thread && (!typing || document.activeElement?.closest('.thread'))) {
    app.set({ thread: null });
    document.getElementById('command')?.focus();
  }
}

/**
 * Links into Slack lead into this Slack.
 * @param {MouseEvent} event
 */
function followLink(event) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const state = app.state();
  if (!link || !state) return;
  const file = fileInSlack(link.href);
  if (file !== null) {
    event.preventDefault();
    void openPaper(app, file);
    return;
  }
  const to = placeInSlack(link.href, state);
  if (to === null) return;
  event.preventDefault();
  app.openChannel(to.channel);
  if (to.ts !== null) app.openThread(to.channel, to.ts);
}

document.addEventListener('click', followLink);
document.addEventListener('keydown', shortcutKeys);
const events = new EventSource('/practice/changes');
events.addEventListener('changed', () => void app.load());
events.addEventListener('pulse', event => app.pulse(JSON.parse(event.data)));
await app.load();
