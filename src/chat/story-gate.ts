import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import { namedAt } from './cards/gate.ts';
import { inert, mention, say } from './escape.ts';
import type { Told, ToldFact } from './told.ts';
import { roleTitle } from './who.ts';

type GateFact = Told<
  'vote.cast' | 'gate.passed' | 'gate.held' | 'gate.denied' | 'gate.expired' | 'gate.voided' | 'override.given'
>;

export function isGateFact(fact: ToldFact): fact is GateFact {
  return fact.type.startsWith('gate.') || fact.type === 'vote.cast' || fact.type === 'override.given';
}

/** How a go/no-go went; null: another line says it already. */
export function gateLine(run: ReleaseRun, fact: GateFact): string | null {
  switch (fact.type) {
    case 'vote.cast':
      return vote(run, fact);
    case 'gate.passed':
      // Whose votes it passed by stands above: each was told, and the question says how it ended.
      return `✔ *Go.* “${inert(titleById(run, fact.data.step))}” is passed.`;
    case 'gate.held':
      return `✖ The votes are there, but this does not hold: ${say(fact.data.reasons.join('; '), namedAt(run, fact.data.step))}`;
    case 'gate.expired':
      return '✖ The time for go or no-go is up.';
    case 'gate.voided':
      return `↻ Every vote is asked again: ${say(reasonOf(fact.data.says), namedAt(run, fact.data.step))}`;
    case 'override.given':
      return `⚠ ${overridden(fact)} accepted by ${who(fact)} (${inert(fact.data.rule)}): ${inert(fact.data.reason)}`;
    default:
      // The vote and the pause beside it say who and why.
      return null;
  }
}

function vote(run: ReleaseRun, fact: Told<'vote.cast'>): string {
  const roles = fact.data.roles.map(role => inert(roleTitle(run, role))).join(', ');
  const word = fact.data.go ? '✔ Go' : '✖ *No-go*';
  const reason = fact.data.reason === null || fact.data.reason === '' ? '' : `: ${inert(fact.data.reason)}`;
  return `${word} by ${who(fact)} (${roles})${reason}`;
}

function overridden(fact: Told<'override.given'>): string {
  const { what } = fact.data;
  if (what === 'start-anyway') return 'Starting the rollback beside a running command:';
  const named = inert(what.slice(what.indexOf(':') + 1));
  return what.startsWith('calendar:') ? `The calendar (${named}) for this release` : `“${named}”`;
}

function who(fact: GateFact): string {
  return fact.actor.kind === 'person' ? mention(fact.actor.user) : 'gonogo';
}

/** The card says after its reason what follows from it; here it stands before it. */
function reasonOf(says: string): string {
  return says.replace(/, so every vote is asked again$/, '');
}
