// @ts-check
import { readForm } from './blocks.js';

/** @import { ActionAnswer, PageAction, PageChannel, PageState, Place, Pulse } from '../protocol.ts' */
/** @typedef {import('./elements.js').Block} Block */

/**
 * What only this browser tab knows.
 * @typedef {object} Local
 * @property {string} as
 * @property {string} channel a channel's id, or `home`
 * @property {{ channel: string, ts: string } | null} thread
 * @property {string} product whose service is shown; empty: that of the first channel
 * @property {{ name: string, text: string, href: string } | null} paper the file that is read
 * @property {readonly string[]} read ids of files that were opened
 * @property {string | null} editing the message that is written anew
 * @property {string} draft
 * @property {number} offer which completion is active
 * @property {{ dialog: Block, answer: (yes: boolean) => void } | null} asked
 * @property {'system' | 'light' | 'dark'} theme
 * @property {boolean | null} steps null: as long as nothing has happened
 * @property {string} said the toast
 */
/** @typedef {ReturnType<typeof createApp>} App */

const TOAST_MS = 6_000;

/**
 * The page's own state and everything it can ask of the server. Drawing is elsewhere; `draw` is called after each change.
 * @param {(app: App) => void} draw
 */
export function createApp(draw) {
  /** @type {Local} */
  const local = {
    as: sessionStorage.getItem('as') ?? '',
    channel: '',
    thread: null,
    product: '',
    paper: null,
    read: [],
    editing: null,
    draft: '',
    offer: 0,
    asked: null,
    theme: /** @type {Local['theme']} */ (localStorage.getItem('theme') ?? 'system'),
    steps: null,
    said: '',
  };
  /** @type {PageState | null} */
  let state = null;
  /** What the server's clock was, and when by ours. */
  let clock = { server: 0, here: 0 };
  /** @type {Map<string, string>} Newest message seen, by person and channel. */
  const seen = new Map();
  let toastTimer = 0;

  const app = {
    local,
    state: () => state,
    now: () => clock.server + Date.now() - clock.here,

    /** @param {Partial<Local>} change */
    set(change) {
      Object.assign(local, change);
      draw(app);
    },

    /** Reads everything anew. The server is on this machine and the state is small. */
    async load() {
      const answer = await fetch(`/practice/state?as=${encodeURIComponent(local.as)}`);
      if (!answer.ok) return app.toast('The practice workspace does not answer. Is npm start still running?');
      const next = /** @type {PageState} */ (await answer.json());
      state = next;
      clock = { server: next.now, here: Date.now() };
      local.as = next.me.id;
      const current = app.channel(next);
      if (current && local.channel !== 'home') seen.set(`${local.as} ${current.id}`, newest(next, current.id));
      draw(app);
    },

    /** A small part of the state, once a second. @param {Pulse} pulse */
    pulse(pulse) {
      if (!state) return;
      state = { ...state, ...pulse };
      clock = { server: pulse.now, here: Date.now() };
      draw(app);
    },

    /**
     * Does something as this person. A refusal of the workspace itself is shown as a toast.
     * @param {PageAction} action
     * @returns {Promise<boolean>} whether it could be done
     */
    async act(action) {
      const body = JSON.stringify({ as: local.as, action });
      const headers = { 'content-type': 'application/json' };
      try {
        const answer = /** @type {ActionAnswer} */ (
          await (await fetch('/practice/do', { method: 'POST', headers, body })).json()
        );
        if (!answer.ok) app.toast(answer.error);
        await app.load();
        return answer.ok;
      } catch {
        app.toast('The practice workspace does not answer. Is npm start still running?');
        return false;
      }
    },

    /** @param {string} text */
    toast(text) {
      clearTimeout(toastTimer);
      toastTimer = window.setTimeout(() => app.set({ said: '' }), TOAST_MS);
      app.set({ said: text });
    },

    /** @param {string} person */
    async become(person) {
      sessionStorage.setItem('as', person);
      local.as = person;
      await (local.channel === 'home' ? app.act({ kind: 'home' }) : app.load());
    },

    /** @param {PageState} from @returns {PageChannel | undefined} */
    channel: from => from.channels.find(one => one.id === local.channel) ?? from.channels[0],

    /** Whose service is looked at: that of the channel last opened. @param {PageState} from */
    product: from => local.product || (from.channels.find(one => one.product !== null)?.product ?? ''),

    /** @param {string} id */
    openChannel(id) {
      const product = state?.channels.find(one => one.id === id)?.product;
      app.set({ channel: id, thread: null, ...(product ? { product } : {}) });
      void app.load();
    },
    async openHome() {
      app.set({ channel: 'home', thread: null });
      await app.act({ kind: 'home' });
    },
    /** @param {string} channel @param {string} ts */
    openThread(channel, ts) {
      app.set({ thread: { channel, ts } });
      requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector('.thread input'))?.focus());
    },
    /**
     * Opens the thread of a message and shows one of its replies.
     * @param {{ channel: string, ts: string }} root
     * @param {string} ts
     */
    showInThread(root, ts) {
      app.openThread(root.channel, root.ts);
      requestAnimationFrame(() => show(`.thread [data-ts="${ts}"]`));
    },
    /** @param {{ channel: string, ts: string }} card */
    showCard(card) {
      show(`main [data-ts="${card.ts}"]`);
    },
    /** @param {string} text */
    draft(text) {
      app.set({ draft: text, offer: 0 });
      document.getElementById('command')?.focus();
    },

    /** @param {PageState} from */
    showsSteps: from => local.steps ?? from.messages.length === 0,

    /** How many messages of others are new to this person. @param {PageState} from @param {string} channel */
    news(from, channel) {
      const since = seen.get(`${local.as} ${channel}`) ?? '';
      return [...from.messages, ...from.notes].filter(
        one => one.channel === channel && one.ts > since && !(one.thread_ts && one.thread_ts !== one.ts),
      ).length;
    },

    /** @param {PageState} from */
    reader: from => ({ zone: from.me.tz, now: app.now(), names: from.names, me: from.me.id }),

    /** @param {PageState} from @param {Place} place @returns {import('./elements.js').Surface} */
    surface: (from, place) => ({
      reader: app.reader(from),
      people: from.people.map(({ id, name }) => ({ id, name })),
      channels: from.channels.filter(one => one.kind !== 'direct').map(({ id, name }) => ({ id, name: `#${name}` })),
      labelled: false,
      describedBy: null,
      press: press => void pressed(app, press, place),
    }),

    turnTheme() {
      const next = { system: 'light', light: 'dark', dark: 'system' }[local.theme];
      localStorage.setItem('theme', next);
      app.set({ theme: /** @type {Local['theme']} */ (next) });
    },
  };

  return app;
}

/** @param {string} selector */
function show(selector) {
  const found = document.querySelector(selector);
  found?.scrollIntoView({ block: 'center' });
  /** @type {HTMLElement | null | undefined} */ (found?.querySelector('.b-actions button'))?.focus();
}

/** @param {PageState} state @param {string} channel */
function newest(state, channel) {
  return (
    [...state.messages, ...state.notes]
      .filter(one => one.channel === channel)
      .map(one => one.ts)
      .sort()
      .at(-1) ?? ''
  );
}

/**
 * A press: asks first where the button wants it, and shows that it works on it until the bot has answered.
 * @param {App} app
 * @param {import('./elements.js').Press} press
 * @param {Place} place
 */
async function pressed(app, { element, blockId, value, from }, place) {
  const confirm = element['confirm'];
  if (confirm && !(await new Promise(answer => app.set({ asked: { dialog: confirm, answer } })))) return;
  from.setAttribute('aria-busy', 'true');
  const form = from.closest('dialog form');
  const content = app.state()?.modal?.content;
  const typed = form && content ? { values: readForm(/** @type {any} */ (content['blocks'] ?? []), form) } : {};
  await app.act({ kind: 'press', actionId: element['action_id'], blockId, value, ...place, ...typed });
  from.removeAttribute('aria-busy');
}
