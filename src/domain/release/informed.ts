import type { Json } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import { activityOf, activityOfPhase, rowOf } from '#src/domain/procedure/activity.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { peopleOf } from '#src/domain/procedure/people.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { compact, directTo } from '#src/domain/procedure/tell-steps.ts';

/**
 * The informed of an activity are told when it begins and how it ends, the consulted when a rollback begins, for that asks
 * nobody first. Whoever did it knows already. One message a person, whatever one decision brings.
 */
export function informed(run: ReleaseRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const told = new Map<string, Json[]>();
  for (const fact of facts) {
    const users = peopleOf(run, rolesTold(run, fact)).filter(user => !didIt(fact, user));
    for (const user of users) told.set(user, [...(told.get(user) ?? []), compact(fact)]);
  }
  return [...told].flatMap(([user, story]) => directTo(run, [user], { about: 'informed', story }, 3));
}

function rolesTold(run: ReleaseRun, fact: Fact): readonly string[] {
  const row = rowOf(run, activityTold(run, fact));
  if (row === undefined) return [];
  if (fact.type === 'release.rollback-started') return [...row.informed, ...row.consulted];
  const noticed = rolesNoticed(run, fact);
  return noticed.has('informed') ? [] : row.informed.filter(role => !noticed.has(role));
}

/**
 * Whom the runbook itself tells of it by a notice: a second message would only say the same. Of the beginning of a phase
 * that is a notice inside it; of its end, one in what comes after.
 */
function rolesNoticed(run: ReleaseRun, fact: Fact): ReadonlySet<string> {
  if (fact.type !== 'phase.started' && fact.type !== 'phase.finished') return new Set();
  const { phases } = run.runbook;
  const at = phases.findIndex(phase => phase.id === fact.data.phase);
  const where = fact.type === 'phase.started' ? phases.slice(at, at + 1) : phases.slice(at + 1);
  const steps = where.filter(phase => phase.off === null).flatMap(phase => phase.steps);
  return new Set(steps.flatMap(step => (step.verb === 'notify' && step.off === null ? step.to : [])));
}

/** The activity a fact begins or ends; null: none. */
function activityTold(run: ReleaseRun, fact: Fact): string | null {
  switch (fact.type) {
    case 'release.started':
      return 'start';
    case 'gate.passed':
    case 'gate.denied':
    case 'gate.expired': {
      const step = findStep(run, fact.data.step);
      return step === null ? null : activityOf(run, step);
    }
    case 'phase.started':
    case 'phase.finished': {
      const phase = run.runbook.phases.find(one => one.id === fact.data.phase);
      return phase ? activityOfPhase(phase) : null;
    }
    case 'release.rollback-started':
    case 'release.rolled-back':
    case 'release.aborted':
      return run.runbook.rollback?.activity ?? 'rollback';
    case 'step.skipped':
      return fact.actor.kind === 'person' ? 'skip' : null;
    case 'override.given':
      return 'override';
    case 'release.resumed':
      return fact.data.override === null ? null : 'override';
    default:
      return null;
  }
}

function didIt({ actor }: Fact, user: string): boolean {
  return actor.kind === 'person' && actor.user === user;
}
