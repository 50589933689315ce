// @ts-check
import { html, nothing } from 'lit-html';

/** @import { Completion, PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

const SHOWN_MAX = 9;

/**
 * The command box of the channel: `/` opens the list of what can be said, arrows choose, Tab or Enter takes it.
 * @param {App} app
 * @param {PageState} state
 * @param {{ id: string, name: string, kind: string }} channel
 */
export function commandBox(app, state, channel) {
  const here = state.completions.filter(one => one.product === null || one.product === app.product(state));
  const offers = completions(here, app.local.draft);
  const at = Math.min(app.local.offer, offers.length - 1);
  const name = channel.kind === 'direct' ? channel.name : `#${channel.name}`;
  return html`<form class="composer" @submit=${(/** @type {Event} */ event) => send(event, app, channel.id)}>
    ${offers.length === 0 ? nothing : html`<ul class="offers" id="offers" role="listbox" aria-label="Commands">${offers.map((offer, nth) => row(app, offer, nth === at))}</ul>`}
    <div class="box">
      <input id="command" .value=${app.local.draft} autocomplete="off" spellcheck="false" role="combobox" aria-label=${`Message ${name}`}
        aria-expanded=${offers.length > 0} aria-controls="offers" aria-activedescendant=${offers.length > 0 ? `offer-${at}` : nothing}
        placeholder=${`Message ${name}, or type / for a command`}
        @input=${(/** @type {InputEvent} */ event) => app.set({ draft: /** @type {HTMLInputElement} */ (event.target).value, offer: 0 })}
        @keydown=${(/** @type {KeyboardEvent} */ event) => steer(event, app, offers, at)}>
      <button class="btn primary" ?disabled=${app.local.draft.trim() === ''}>Send</button>
    </div>
  </form>`;

  /** @type {(app: App, offer: Completion, active: boolean) => unknown} */
  function row(app, offer, active) {
    const nth = offers.indexOf(offer);
    return html`<li id=${`offer-${nth}`} role="option" aria-selected=${active} class=${active ? 'active' : ''}
      @mousedown=${(/** @type {Event} */ event) => {
        event.preventDefault();
        take(app, offer);
      }}>
      <kbd>${offer.words}</kbd> <span class="rest">${offer.rest}</span> <span class="help">${offer.help}</span></li>`;
  }
}

/**
 * What fits to the draft: the words that begin so; when they are all typed, the one that says what follows.
 * @param {readonly Completion[]} all
 * @param {string} draft
 */
export function completions(all, draft) {
  if (!draft.startsWith('/')) return [];
  const typed = draft.toLowerCase();
  const longer = all.filter(one => one.words.startsWith(typed) && one.words !== typed.trimEnd());
  const exact = all.filter(one => typed.startsWith(`${one.words} `) || one.words === typed.trimEnd());
  const best = exact.sort((a, b) => b.words.length - a.words.length).slice(0, 1);
  // What is typed to its end stands first, so that Enter sends it and does not lengthen it.
  return [...best, ...longer].slice(0, SHOWN_MAX);
}

/**
 * @param {KeyboardEvent} event
 * @param {App} app
 * @param {readonly Completion[]} offers
 * @param {number} at
 */
function steer(event, app, offers, at) {
  const offer = offers[at];
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    if (offers.length === 0) return;
    event.preventDefault();
    app.set({ offer: (at + (event.key === 'ArrowDown' ? 1 : offers.length - 1)) % offers.length });
  } else if (offer && (event.key === 'Tab' || event.key === 'Enter') && !app.local.draft.startsWith(offer.words)) {
    event.preventDefault();
    take(app, offer);
  } else if (event.key === 'Escape') {
    app.set({ draft: '', offer: 0 });
  }
}

/**
 * @param {App} app
 * @param {Completion} offer
 */
function take(app, offer) {
  app.set({ draft: offer.rest === '' ? offer.words : `${offer.words} `, offer: 0 });
  document.getElementById('command')?.focus();
}

/**
 * @param {Event} event
 * @param {App} app
 * @param {string} channel
 */
async function send(event, app, channel) {
  event.preventDefault();
  const text = app.local.draft.trim();
  if (text === '') return;
  app.set({ draft: '', offer: 0 });
  const ok = await app.act(
    text.startsWith('/') ? { kind: 'command', channel, text } : { kind: 'say', channel, thread: null, text },
  );
  // What could not be sent is not lost.
  if (!ok && app.local.draft === '') app.set({ draft: text });
}

/**
 * The reply box of a thread. Slack has no slash commands there, and neither has this.
 * @param {App} app
 * @param {{ channel: string, ts: string }} thread
 */
export function replyBox(app, { channel, ts }) {
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (
      /** @type {HTMLFormElement} */ (event.currentTarget).elements.namedItem('reply')
    );
    const text = field.value.trim();
    if (text === '') return;
    if (text.startsWith('/'))
      return app.toast('Slack has no commands in threads. Write it in the channel, or mention @gonogo here.');
    if (await app.act({ kind: 'say', channel, thread: ts, text })) field.value = '';
  };
  return html`<form class="composer" @submit=${submit}><div class="box">
    <input name="reply" autocomplete="off" aria-label="Reply in thread" placeholder="Reply, or @gonogo note …">
    <button class="btn">Reply</button></div></form>`;
}
