import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { isHeld } from './hold.ts';
import { mayStillAct } from './over.ts';

/** What the row of a run tells the other runs of its product: since when it wants to be in production, and whether it is. */
export type Place = { readonly since: Instant; readonly taken: boolean };

/**
 * Null: nobody has to wait for it. An end frees production only when nothing of the run is in hand or still to come: a
 * command that was told to stop may go on for a while.
 */
export function placeOf(run: ReleaseRun): Place | null {
  const { production } = run;
  if (production === null) return null;
  const { since, taken, locked = false } = production;
  // What waits for somebody to unlock it does not stand in the way of what passes the lock, nor what was overtaken and
  // does nothing.
  if (locked || (run.overtakenBy !== null && run.rollback === null)) return null;
  return isFinal(run) && !(taken && mayStillAct(run)) ? null : { since, taken };
}

/** The place as a row tells it. Rows of earlier versions say only since when: then it counts as taken. */
export function placeIn(production: Json | undefined): Place | null {
  if (typeof production === 'number') return { since: production, taken: true };
  return (production ?? null) as Place | null;
}

/**
 * Whoever has touched nothing and stands still (held, paused, shut out, back at its go/no-go) gives its turn back: it
 * asks anew when it goes on, and nobody waits meanwhile for a release that does nothing.
 */
export function givenBack(run: ReleaseRun, { type }: Fact): ReleaseRun {
  if (run.production === null || run.touchedAt !== null) return run;
  const stands = type === 'gate.voided' || type === 'window.closed' || run.status === 'paused' || isHeld(run);
  return stands ? { ...run, production: null } : run;
}

/** May this phase go on in production? A fact: the turn that has to be asked for first. */
export function turnOf(run: ReleaseRun, phase: Phase): 'has' | 'waits' | NewFact {
  if (!phase.touchesProduction) return 'has';
  const begun = run.phases[phase.id]?.status === 'running';
  if (isHeld(run) && !(begun && run.touchedAt !== null)) return 'waits';
  if (run.production === null) return fact('production.asked', { phase: phase.id });
  return run.production.taken ? 'has' : 'waits';
}
