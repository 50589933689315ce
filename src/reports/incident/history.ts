import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { fold } from '#src/domain/fold.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';

/** One fact between the state before it and the state after it; null: it is the first. */
export type Moment = { readonly fact: Fact; readonly before: IncidentRun | null; readonly run: IncidentRun };

/** A timeline with what was so at each of its facts: who led, what was due. */
export function history(stream: string, facts: readonly Fact[]): readonly Moment[] {
  const moments: Moment[] = [];
  let before: IncidentRun | null = null;
  for (const fact of facts) {
    const run = fold(stream, before, fact) as IncidentRun;
    moments.push({ fact, before, run });
    before = run;
  }
  return moments;
}

/** Until when times are counted: its end, or the last that is known of one that goes on. */
export function endOf(run: IncidentRun, facts: readonly Fact[]): Instant {
  return run.resolvedAt ?? Math.max(run.startedAt, ...facts.slice(-1).map(fact => fact.at));
}
