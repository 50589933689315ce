import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import { inert, mention } from './escape.ts';
import type { Told, ToldFact } from './told.ts';

type CareFact = Told<
  'release.captain-set' | 'handover.offered' | 'handover.declined' | 'step.claimed' | 'step.handed' | 'step.unclaimed'
>;

const TYPES: ReadonlySet<ToldFact['type']> = new Set([
  'release.captain-set',
  'handover.offered',
  'handover.declined',
  'step.claimed',
  'step.handed',
  'step.unclaimed',
]);

export function isCareFact(fact: ToldFact): fact is CareFact {
  return TYPES.has(fact.type);
}

/** Who leads a release, and who looks after what failed in it. */
export function careLine(run: ReleaseRun, fact: CareFact): string {
  switch (fact.type) {
    case 'release.captain-set': {
      const how = fact.data.how === 'handover' ? 'accepted and is' : 'took over and is';
      return `⚑ ${mention(fact.data.user)} ${how} the captain now.`;
    }
    case 'handover.offered':
      return `⚑ ${who(fact)} offers the release to ${mention(fact.data.to)}; until it is accepted nothing changes.`;
    case 'handover.declined':
      return `⚑ ${who(fact)} declined${because(fact.data.reason)} ${mention(run.captain)} stays the captain.`;
    case 'step.claimed':
      return `⚑ ${who(fact)} looks after ${title(run, fact.data.step)}.`;
    case 'step.handed':
      return `⚑ ${who(fact)} asks ${mention(fact.data.to)} to look after ${title(run, fact.data.step)}${because(fact.data.note)}`;
    case 'step.unclaimed':
      return `⏳ Nobody has taken ${title(run, fact.data.step)} yet, so those who answer for it are asked too.`;
  }
}

function because(reason: string | null): string {
  return reason === null || reason.trim() === '' ? '.' : `: ${inert(reason)}`;
}

function title(run: ReleaseRun, step: string): string {
  return `“${inert(titleById(run, step))}”`;
}

function who({ actor }: CareFact): string {
  return actor.kind === 'person' ? mention(actor.user) : 'gonogo';
}
