// @ts-check
import { step } from './guide-step.js';
import { openPaper } from './paper.js';

/** @import { PageMessage, PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */
/** @typedef {{ says: unknown, does: unknown }} Next */
/** @typedef {{ id: string, card: PageMessage, offers: ReadonlySet<string>, thread: readonly PageMessage[] }} Incident */

/** Of the figures of a severity, and a little: a resolve asks for half an hour. */
const CALM_MINUTES = 31;
/** More people than that are found on the left. */
const OFFERED_MAX = 2;

/**
 * What an incident asks for next, read off its card and thread as everybody sees them; null: nothing, or something newer
 * than its card does (`newer`: the time stamp of that).
 * @param {App} app
 * @param {PageState} state
 * @param {string} newer
 * @returns {Next | null}
 */
export function incidentStep(app, state, newer) {
  const rings = ringing(app, state);
  if (rings) return rings;
  const incident = newest(app, state);
  if (!incident || incident.card.ts < newer) return null;
  return (
    elsewhere(app, state, incident) ??
    reminded(app, state, incident) ??
    underWay(app, incident) ??
    byStatus(app, incident)
  );
}

/**
 * @param {App} app
 * @param {PageState} state
 * @returns {Next | null}
 */
function ringing(app, state) {
  const phones = state.phones.ringing;
  if (phones.length === 0) return null;
  return {
    says: 'A phone rings. Whoever has it takes it; until then the card says only what PagerDuty said.',
    does: phones
      .slice(0, OFFERED_MAX)
      .map(({ phone, key, name }) =>
        step(`Acknowledge as ${name}`, () => app.act({ kind: 'phone', phone, key, does: 'acknowledge' })),
      ),
  };
}

/**
 * The newest incident that is open, or whose draft nobody has read here yet.
 * @param {App} app
 * @param {PageState} state
 * @returns {Incident | undefined}
 */
function newest(app, state) {
  return state.messages
    .filter(one => one.user === state.botUser && (!one.thread_ts || one.thread_ts === one.ts))
    .flatMap(card => {
      const [id] = /INC-\d+/.exec(headerOf(card)) ?? [];
      const offers = offersOf(card);
      const thread = state.messages.filter(one => one.channel === card.channel && one.thread_ts === card.ts);
      return id === undefined ? [] : [{ id, card, offers, thread }];
    })
    .filter(
      ({ offers, thread }) => !offers.has('incident.reopen') || !app.local.read.includes(paperIn(thread)?.id ?? ''),
    )
    .at(-1);
}

/** @param {PageMessage} message */
function headerOf({ blocks }) {
  const [first] = blocks ?? [];
  const text = /** @type {{ text?: { text?: string } } | undefined} */ (first)?.text?.text;
  return first?.['type'] === 'header' ? (text ?? '') : '';
}

/**
 * The buttons of a message, by the names the bot gave them.
 * @param {PageMessage} message
 */
function offersOf({ blocks = [] }) {
  const elements = blocks.flatMap(one => /** @type {{ action_id?: string }[]} */ (one['elements'] ?? []));
  return new Set(elements.map(one => (one.action_id ?? '').replace(/^gonogo:/, '')));
}

/** @param {readonly PageMessage[]} thread */
function paperIn(thread) {
  return thread.flatMap(one => one.files).findLast(one => one.name.endsWith('.md'));
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {Incident} incident
 * @returns {Next | null}
 */
function elsewhere(app, state, { id, card }) {
  if (app.local.channel !== 'home' && app.channel(state)?.id === card.channel) return null;
  const name = state.channels.find(one => one.id === card.channel)?.name ?? '';
  return { says: `${id} has its card in #${name}.`, does: step(`Open #${name}`, () => app.openChannel(card.channel)) };
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {Incident} incident
 * @returns {Next | null}
 */
function reminded(app, state, { id, card, thread }) {
  const reminder = thread.findLast(one => offersOf(one).has('incident.snooze'));
  if (!reminder) return null;
  const asked = state.people.filter(one => reminder.text.includes(`<@${one.id}>`));
  const show = step('Show the reminder', () => app.showInThread(card, reminder.ts));
  if (asked.length === 0 || asked.some(one => one.id === state.me.id))
    return { says: `An update of ${id} is due: post what you know, or say that nothing has changed.`, does: show };
  return {
    says: `An update of ${id} is due, and gonogo waits for whoever leads:`,
    does: asked.slice(0, OFFERED_MAX).map(one =>
      step(`Be ${one.name}`, async () => {
        await app.become(one.id);
        app.showInThread(card, reminder.ts);
      }),
    ),
  };
}

/**
 * What a pressed action still asks stands first in the runbook, which is the first reply with buttons.
 * @param {App} app
 * @param {Incident} incident
 * @returns {Next | null}
 */
function underWay(app, { id, card, thread }) {
  const work = thread.find(one => offersOf(one).size > 0);
  if (!work || !JSON.stringify(card.blocks).includes('· under way ·')) return null;
  return {
    says: `An action of ${id} is under way; what it asks, if anything, stands first in the runbook in the thread.`,
    does: step('Show the runbook', () => app.showInThread(card, work.ts)),
  };
}

/**
 * @param {App} app
 * @param {Incident} incident
 * @returns {Next | null}
 */
function byStatus(app, { id, card, offers, thread }) {
  const show = step('Show the card', () => app.showCard(card));
  const wind = (/** @type {number} */ minutes) =>
    step(`Wind ${minutes} minutes`, () => app.act({ kind: 'wind', by: minutes }));
  if (offers.has('incident.take'))
    return { says: `Nobody leads ${id} yet: press Take command on its card.`, does: show };
  if (offers.has('incident.mitigated') && JSON.stringify(card.blocks).includes('No update yet'))
    return {
      says: `${id} is declared. Let time pass: gonogo reminds whoever leads of the first update.`,
      does: wind(10),
    };
  if (offers.has('incident.mitigated'))
    return {
      says: `Do something about ${id}: take an action on the card, then press Mitigated when users feel it no more.`,
      does: [show, wind(10)],
    };
  if (offers.has('incident.resolve'))
    return {
      says: `${id} is mitigated. Resolve… on its card says what is still missing; calm figures take half an hour.`,
      does: [wind(CALM_MINUTES), show],
    };
  const paper = paperIn(thread);
  if (!offers.has('incident.reopen') || !paper) return null;
  return {
    says: `${id} is resolved, and its postmortem is drafted from the timeline.`,
    does: step('Read the postmortem draft', () => openPaper(app, `/practice/files/${paper.id}`)),
  };
}
