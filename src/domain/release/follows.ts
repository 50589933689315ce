import { gt, valid } from 'semver';
import type { Instant } from '#src/base/time.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';

/** What production has when a run enters it. */
export type Follows = { readonly run: string; readonly version: string };

/**
 * The release of this product that production really has, where it is a later one than the version step knew: it came
 * through since, or it is only watched any more and is passed now. A way back that names an older version would take that
 * one back too, whose migrations stay. Null: what the version step found still holds.
 */
export function followsInProduction(
  run: ReleaseRun,
  rows: readonly RunSummary[],
  passed: string | null,
): Follows | null {
  const foundAt = versionFoundAt(run);
  if (foundAt === null) return null;
  const there = rows
    .filter(row => row.stream !== run.stream && row.version !== '' && touchedAt(row) !== null)
    .filter(row => row.id === passed || isOvertaken(row) || (row.status === 'completed' && endedAt(row) > foundAt))
    .toSorted((one, other) => (touchedAt(one) ?? 0) - (touchedAt(other) ?? 0))
    .at(-1);
  if (there === undefined || !isLater(there.version, run.previousVersion)) return null;
  return { run: there.id, version: there.version };
}

function versionFoundAt(run: ReleaseRun): Instant | null {
  const steps = run.runbook.phases.flatMap(phase => phase.steps.filter(step => step.verb === 'version'));
  return steps.map(step => stateOf(run, step.id).endedAt).findLast(at => at !== null) ?? null;
}

/** On its way, in production, and holding nobody up: another one passed it. */
function isOvertaken({ status, facts }: RunSummary): boolean {
  return (status === 'running' || status === 'paused') && facts['production'] === null;
}

function touchedAt({ facts }: RunSummary): Instant | null {
  return typeof facts['touched'] === 'number' ? facts['touched'] : null;
}

/** Rows of earlier versions do not say it: they ended before this run began. */
function endedAt({ facts }: RunSummary): Instant {
  return typeof facts['ended'] === 'number' ? facts['ended'] : 0;
}

function isLater(version: string, known: string | null): boolean {
  return valid(version) !== null && (known === null || valid(known) === null || gt(version, known));
}
