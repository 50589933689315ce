import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE, sayDuration } from '#src/base/time.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import type { DrillInfo, Every } from '#src/domain/runbook/model/drill.ts';

/** How a drill stands: by its latest result alone. An older pass does not cover a newer failure. */
export type DrillStanding = {
  readonly last: { readonly run: string; readonly passed: boolean; readonly at: Instant } | null;
  /** It is wanted regularly and has not passed within that time, or failed since. */
  readonly overdue: boolean;
  /** Null: it is not, or was never done. */
  readonly since: Instant | null;
  /** `passed 3 d ago (DRILL-7)` */
  readonly says: string;
};

const PERIOD_MS: { readonly [every in Every]: number | null } = {
  week: 7 * DAY,
  quarter: 92 * DAY,
  'on demand': null,
};

/** `runs`: drills of the product that are over, newest first. */
export function standingOf(drill: DrillInfo, runs: readonly RunSummary[], now: Instant): DrillStanding {
  const last = latestResult(drill.id, runs);
  const period = PERIOD_MS[drill.every];
  if (last === null) return { last, overdue: period !== null, since: null, says: 'never done' };
  const overdue = period !== null && (!last.passed || now - last.at > period);
  const since = overdue ? last.at + (last.passed ? period : 0) : null;
  return { last, overdue, since, says: sayLast(last, now) };
}

type Overdue = DrillStanding & { readonly drill: DrillInfo };

/** Those of the drills that are overdue. */
export function overdueOf(drills: readonly DrillInfo[], runs: readonly RunSummary[], now: Instant): readonly Overdue[] {
  return drills.map(drill => ({ drill, ...standingOf(drill, runs, now) })).filter(one => one.overdue);
}

/** Overdue drills, a sentence each. */
export function overdueDrills(
  drills: readonly DrillInfo[],
  runs: readonly RunSummary[],
  now: Instant,
): readonly string[] {
  return overdueOf(drills, runs, now).map(({ drill, says }) => `${drill.title} (every ${drill.every}): ${says}`);
}

/** The result that ended last; a run that was aborted before anything was done has none. */
export function latestResult(id: string, runs: readonly RunSummary[]): DrillStanding['last'] {
  const results = runs.flatMap(run => {
    const result = run.facts['result'] as { readonly passed: boolean; readonly at: Instant } | null | undefined;
    return run.kind === 'drill' && run.facts['drill'] === id && result ? [{ run: run.id, ...result }] : [];
  });
  const last = results.toSorted((a, b) => b.at - a.at)[0];
  return last ? { run: last.run, passed: last.passed, at: last.at } : null;
}

export function sayLast({ run, passed, at }: NonNullable<DrillStanding['last']>, now: Instant): string {
  const age = Math.max(0, now - at);
  const said = age < MINUTE ? age : age - (age % MINUTE);
  return `${passed ? 'passed' : 'failed'} ${sayDuration(said)} ago (${run})`;
}

/** The run of a drill that is on its way; an aborted one that still cleans up is over. Null: none is. */
export function onItsWay(runs: readonly RunSummary[], id: string): string | null {
  return runs.find(run => run.facts['drill'] === id && run.open && run.status === 'running')?.id ?? null;
}
