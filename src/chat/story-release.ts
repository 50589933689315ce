import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import { lockLines } from './cards/release/rollback-lines.ts';
import { verdictWords } from './cards/release/state-words.ts';
import { when } from './dates.ts';
import { inert, mention, say } from './escape.ts';
import type { Told, ToldFact } from './told.ts';
import { sayRoles } from './who.ts';
import { asSentence } from './words.ts';

type ReleaseFact = Told<
  | 'release.dated'
  | 'release.rescheduled'
  | 'release.paused'
  | 'release.escalated'
  | 'release.resumed'
  | 'release.rollback-started'
  | 'release.rolled-back'
  | 'release.unlocked'
  | 'release.aborted'
  | 'release.completed'
  | 'release.held'
  | 'release.freed'
>;

export function isReleaseFact(fact: ToldFact): fact is ReleaseFact {
  return fact.type.startsWith('release.') && fact.type !== 'release.started' && fact.type !== 'release.captain-set';
}

/** What happens to the run as a whole. */
export function releaseLine(run: ReleaseRun, fact: ReleaseFact): string {
  switch (fact.type) {
    case 'release.dated':
      return `Approved: T is ${when(fact.data.T)}.`;
    case 'release.rescheduled':
      return `T moves to ${when(fact.data.T)}${by(fact)}: ${inert(fact.data.reason)}`;
    case 'release.paused':
      return `⏸ *Paused*${byUnlessNamed(fact)}: ${say(fact.data.says, [userOf(fact)])}`;
    case 'release.escalated':
      return `📟 *Escalated*, ${inert(fact.data.says)}: ${sayRoles(run, fact.data.roles, 'and')} ${fact.data.roles.length === 1 ? 'is' : 'are'} called.`;
    case 'release.resumed':
      return `▶ Resumed${by(fact)}${fact.data.reason === null || fact.data.reason === '' ? '.' : `: ${inert(fact.data.reason)}`}`;
    case 'release.rollback-started':
      return rollbackStarted(run, fact);
    case 'release.rolled-back':
      return [`↩ *${inert(fact.data.says)}*`, ...lockLines(run)].join('\n');
    case 'release.unlocked':
      return `🔓 *Unlocked*${by(fact)}: ${inert(asSentence(fact.data.reason))} The next release may go to production.`;
    case 'release.aborted':
      return `⏹ *Aborted*${by(fact)}: ${inert(asSentence(fact.data.reason))} What is deployed stays as it is.`;
    case 'release.held':
      // Its own: that one holds the others, and its commander has a say in the calendar.
      if (fact.data.incident === run.incident)
        return `📅 ${inert(fact.data.incident)} holds other releases; ${inert(run.id)} is its own.`;
      return `⛔ *Held* by ${inert(fact.data.incident)}: ${inert(fact.data.says)}. Production is not entered until it is over, or accepted with a reason at the go/no-go.`;
    case 'release.freed':
      return `✔ ${inert(fact.data.says)}.`;
    case 'release.completed':
      return `✔ *Completed*${verdictWords(fact.data)}.${fact.data.lines.length === 0 ? '' : ' The card shows each line of it.'}`;
  }
}

function rollbackStarted(run: ReleaseRun, fact: Told<'release.rollback-started'>): string {
  const { reason, runs, skips, asks } = fact.data;
  const titles = (ids: readonly string[]) => ids.map(id => inert(titleById(run, id))).join(', ');
  const parts = [
    runs.length === 0 ? '' : `Runs: ${titles(runs)}.`,
    asks.length === 0 ? '' : `Asks first: ${titles(asks)}.`,
    skips.length === 0 ? '' : `Not needed: ${titles(skips.map(one => one.step))}.`,
  ];
  return `↩ *Rolling back*${by(fact) || ' by itself'}: ${inert(asSentence(reason))} ${parts.filter(part => part !== '').join(' ')}`.trim();
}

function userOf(fact: ReleaseFact): string | null {
  return fact.actor.kind === 'person' ? fact.actor.user : null;
}

function by(fact: ReleaseFact): string {
  const user = userOf(fact);
  return user === null ? '' : ` by ${mention(user)}`;
}

/** "Paused by <@U1>." already says who. */
function byUnlessNamed(fact: Told<'release.paused'>): string {
  const user = userOf(fact);
  return user !== null && fact.data.says.includes(`<@${user}>`) ? '' : by(fact);
}
