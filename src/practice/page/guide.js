// @ts-check
import { html, nothing } from 'lit-html';
import { incidentStep } from './guide-incident.js';
import { step } from './guide-step.js';

/** @import { PageAsk, PageState } from '../protocol.ts' */
/** @import { App } from './app.js' */

/** More people than that are found on the left. */
const OFFERED_MAX = 3;

/**
 * What a newcomer does next: be the person who is asked, answer in the thread, or let time pass.
 * @param {App} app
 * @param {PageState} state
 */
export function guide(app, state) {
  const next = whatNext(app, state);
  return next === null
    ? nothing
    : html`<section class="guide" aria-label="What is next"><p>${next.says}</p>${next.does}</section>`;
}

/**
 * @param {App} app
 * @param {PageState} state
 * @returns {{ says: unknown, does: unknown } | null}
 */
function whatNext(app, state) {
  if (state.bot.state === 'down')
    return {
      says: 'The bot is down. Time goes on, and a command it had begun goes on too.',
      does: step('Start the bot again', () => app.act({ kind: 'revive' })),
    };
  if (state.clock.winding || state.bot.state !== 'up') return null;
  const ask = state.asks.at(-1);
  const incident = incidentStep(app, state, ask?.ts ?? '');
  if (incident) return incident;
  if (ask) return ask.people.includes(state.me.id) ? mine(app, state, ask) : theirs(app, state, ask);
  const running = state.demo.log.find(one => one.state === 'running');
  if (running) return { says: html`gonogo runs <code>${running.command}</code>`, does: nothing };
  if (state.clock.nextMoment === null || !isUnderWay(state)) return null;
  return {
    says: 'Nobody is asked; gonogo waits for time to pass.',
    does: step('Wind to the next timer', () => app.act({ kind: 'wind', by: 'next' })),
  };
}

/**
 * Is there a run that time would bring further? Its card says whom it waits for, if only nobody.
 * @param {PageState} state
 */
function isUnderWay({ messages, botUser }) {
  return messages.some(
    ({ user, blocks }) => user === botUser && JSON.stringify(blocks ?? []).includes('"Waiting for: '),
  );
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {PageAsk} ask
 */
function mine(app, state, ask) {
  const name = state.me.name.split(' ')[0];
  if (app.local.thread?.ts === ask.ts)
    return {
      says: `Your turn, ${name}: answer in the thread, or on the card.`,
      does: step('Show the question', () => showQuestion(ask)),
    };
  return {
    says: `Your turn, ${name}: gonogo asks you in the thread of its card.`,
    does: step('Open the thread', () => app.openThread(ask.channel, ask.ts)),
  };
}

/**
 * To the newest message of the thread that asks whoever reads it; where none does, it is the card itself that waits.
 * @param {PageAsk} ask
 */
function showQuestion(ask) {
  const asking = '.thread .msg:has(.b-actions):has(.blocks > :first-child .mention.mine)';
  const question =
    [...document.querySelectorAll(asking)].at(-1) ?? document.querySelector(`main [data-ts="${ask.ts}"]`);
  question?.scrollIntoView({ block: 'center' });
  /** @type {HTMLElement | null | undefined} */ (question?.querySelector('.b-actions button'))?.focus();
}

/**
 * @param {App} app
 * @param {PageState} state
 * @param {PageAsk} ask
 */
function theirs(app, state, ask) {
  const people = ask.people.flatMap(id => state.people.find(one => one.id === id) ?? []);
  return {
    says: 'gonogo waits for somebody else:',
    does: people.slice(0, OFFERED_MAX).map(person =>
      step(`Be ${person.name}`, async () => {
        await app.become(person.id);
        app.openThread(ask.channel, ask.ts);
      }),
    ),
  };
}
