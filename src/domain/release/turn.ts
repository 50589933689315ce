import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { mayStillAct } from './over.ts';

/** What the row of a run tells the other runs of its product: since when it wants to be in production, and whether it is. */
export type Place = { readonly since: Instant; readonly taken: boolean };

/**
 * Null: nobody has to wait for it. An end frees production only when nothing of the run is in hand or still to come: a
 * command that was told to stop may go on for a while.
 */
export function placeOf(run: ReleaseRun): Place | null {
  const { production } = run;
  if (production === null || run.overtakenBy !== null) return null;
  const { since, taken } = production;
  return isFinal(run) && !(taken && mayStillAct(run)) ? null : { since, taken };
}

/** The place as a row tells it. Rows of earlier versions say only since when: then it counts as taken. */
export function placeIn(production: Json | undefined): Place | null {
  if (typeof production === 'number') return { since: production, taken: true };
  return (production ?? null) as Place | null;
}
