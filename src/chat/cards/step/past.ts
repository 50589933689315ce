import { sayDuration } from '#src/base/time.ts';
import { latestResult } from '#src/domain/drill/standing.ts';
import { lastRollbackIn } from '#src/domain/release/past-rollback.ts';
import type { RunFilter, RunSummary } from '#src/domain/run-summary.ts';
import { when } from '../../dates.ts';
import { inert } from '../../escape.ts';

/** What is read for it: releases that were rolled back to the end, and drills. */
export async function pastRows(
  read: (filter: RunFilter) => Promise<readonly RunSummary[]>,
  product: string,
): Promise<readonly RunSummary[]> {
  const rollbacks = await read({ kind: 'release', product, has: 'rollbackMs' });
  return [...rollbacks, ...(await read({ kind: 'drill', product }))];
}

/**
 * What whoever says go should know of the way back: how long it took the last time, and how each drill came out. `runs`:
 * rows of the product, releases and drills.
 */
export function pastLines(runs: readonly RunSummary[]): readonly string[] {
  const last = lastRollbackIn(runs);
  const rollback =
    last === null
      ? 'none on record, so nobody knows yet how long one takes'
      : `${inert(last.run)}, ${when(last.at)}, done after ${sayDuration(last.tookMs)}`;
  const drills = [...new Set(runs.flatMap(run => (run.kind === 'drill' ? [String(run.facts['drill'])] : [])))];
  return [`Last rollback: ${rollback}.`, ...drills.flatMap(id => drillLine(id, runs))];
}

function drillLine(id: string, runs: readonly RunSummary[]): readonly string[] {
  const last = latestResult(id, runs);
  if (last === null) return [];
  return [`Last drill ${inert(id)}: ${last.passed ? 'passed' : '*failed*'} ${when(last.at)} (${inert(last.run)}).`];
}
