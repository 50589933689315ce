import type { FoundFact } from '#src/domain/events.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';

/** The condition an open incident of a grade that holds releases adds to every gate. */
export const NOT_HELD = 'not-held';

/** Asked only while something holds; those accountable for overriding may accept it with a reason. */
export function holdCondition(run: ReleaseRun): readonly FactCondition[] {
  if (run.heldBy.length === 0) return [];
  const roles = run.runbook.product.raci['override']?.accountable ?? [];
  const override = roles.length === 0 ? null : Object.fromEntries(roles.map(role => [role, 1]));
  return [{ fact: NOT_HELD, compare: null, override }];
}

export function judgeHold(run: ReleaseRun): FoundFact {
  const held = run.heldBy.length > 0;
  return { fact: NOT_HELD, outcome: held ? 'does-not-hold' : 'holds', says: held ? sayHold(run) : 'nothing holds it' };
}

/** `INC-42 (SEV1) is open and holds releases` */
export function sayHold(run: ReleaseRun): string {
  const names = run.heldBy.map(one => `${one.incident} (${one.grade})`).join(', ');
  return `${names} ${run.heldBy.length === 1 ? 'is open and holds' : 'are open and hold'} releases`;
}

/** Held, and nobody who may has accepted it at a gate. */
export function isHeld(run: ReleaseRun): boolean {
  return run.heldBy.length > 0 && !holdsAccepted(run).some(one => one.what.endsWith(`:${NOT_HELD}`));
}

/** What was accepted for every incident that holds it now, at its grade: a reason given for one says nothing of the next. */
export function holdsAccepted(run: ReleaseRun): ReleaseRun['overrides'] {
  return run.overrides.filter(({ at, holds }) =>
    run.heldBy.every(one => (holds === undefined ? at >= one.at : holds[one.incident] === one.grade)),
  );
}

/** What holds it, by which an acceptance is bound to it. */
export function holding({ heldBy }: ReleaseRun): { readonly [incident: string]: string } {
  return Object.fromEntries(heldBy.map(one => [one.incident, one.grade]));
}
