import type { Instant } from '#src/base/time.ts';
import { sayInstant } from '#src/base/time.ts';
import type { Calendar, Closure } from '#src/domain/policy/calendar/closures.ts';
import type { Accepted } from '#src/domain/policy/calendar/openness.ts';
import { opennessAt } from '#src/domain/policy/calendar/openness.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { downtimeOf } from '#src/domain/runbook/downtime.ts';

/** Users will notice this release: then production is touched only at the time asked for. */
export function hasDowntime(run: ReleaseRun): boolean {
  return downtimeOf(run.runbook.type, scopeOf(run)).expected;
}

/** Some types need a yes to their downtime itself. */
export function downtimeApproval(run: ReleaseRun): readonly Closure[] {
  const { type } = run.runbook;
  if (type.downtime.kind !== 'approve' || !hasDowntime(run)) return [];
  const says = `a ${type.name} release has downtime, which has to be approved`;
  return [{ rule: 'downtime', says, opens: { kind: 'approve', roles: type.downtime.roles } }];
}

/** Until T, and after the opening T lies in, users were not told to expect anything. Opens by itself only at T. */
export const BEFORE_DOWNTIME = 'before the downtime';
const NO_DOWNTIME = 'downtime window';

/** `calendar`: null where it does not bind, and then what begins at T has no end. */
export function downtimeClosures(
  run: ReleaseRun,
  at: Instant | null,
  { calendar, accepted }: { readonly calendar: Calendar | null; readonly accepted: Accepted },
): readonly Closure[] {
  if (!hasDowntime(run)) return [];
  const { T } = run;
  const closed = (rule: string, says: string): readonly Closure[] => [
    ...downtimeApproval(run),
    { rule, says, opens: null },
  ];
  if (T === null || at === null || !run.timed)
    return closed(NO_DOWNTIME, 'a release with downtime is done at a time that was asked for (/release move TIME)');
  const from = sayInstant(T, run.runbook.product.timezone);
  if (at < T) return closed(BEFORE_DOWNTIME, `the downtime asked for begins ${from}`);
  const opening = calendar && opennessAt(calendar, T, accepted);
  const over = opening?.closures.length === 0 && opening.until !== null && at >= opening.until;
  return over
    ? closed(NO_DOWNTIME, `the downtime asked for, from ${from}, is over (/release move TIME asks for another)`)
    : downtimeApproval(run);
}
