import type { PersonActor } from '#src/domain/policy/who-may.ts';
import { anyone, mayStart, standing } from '#src/domain/policy/who-may.ts';
import { namedOwners } from '#src/domain/release/lock.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';

/** For help only: what somebody could do in a run of this runbook. The decider judges each press by the run itself. */

export function mayTakePart(_runbook: ReleaseRunbook, actor: PersonActor): boolean {
  return anyone(actor).ok;
}

export function mayVote(runbook: ReleaseRunbook, actor: PersonActor): boolean {
  const gates = runbook.phases.flatMap(phase => phase.steps.filter(step => step.verb === 'approve'));
  return holds(
    actor,
    gates.flatMap(gate => [...gate.anyOf, ...Object.keys(gate.quorum)]),
  );
}

export function mayLeadAPhase(runbook: ReleaseRunbook, actor: PersonActor): boolean {
  return holds(
    actor,
    runbook.phases.flatMap(phase => phase.roles),
  );
}

/** Whoever may start one may also take one over. */
export function mayStartOne(runbook: ReleaseRunbook, actor: PersonActor): boolean {
  return mayStart(runbook, actor).ok;
}

export function mayTurnRound(runbook: ReleaseRunbook, actor: PersonActor): boolean {
  const row = runbook.product.raci[runbook.rollback?.activity ?? 'rollback'];
  return row ? holds(actor, [...row.responsible, ...row.accountable]) : mayLeadAPhase(runbook, actor);
}

export function mayUnlock(runbook: ReleaseRunbook, actor: PersonActor): boolean {
  const named = namedOwners(runbook);
  return named.length > 0 ? holds(actor, named) : mayTurnRound(runbook, actor);
}

/** Whoever starts a run is its `initiator`, so that role is open to every full member. */
function holds(actor: PersonActor, roles: readonly string[]): boolean {
  return standing(actor).ok && roles.some(role => role === 'initiator' || actor.roles.includes(role));
}
