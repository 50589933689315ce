import type { Instant } from '#src/base/time.ts';
import { sayInstant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { mayMove } from '#src/domain/policy/who-may.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { forward, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { calendarMoved } from './calendar/decide.ts';
import { gateOf } from './gate-state.ts';

/** Another T: all that waits for it moves along, and whoever approved the old one is asked again. */
export function decideMove(
  draft: Draft,
  run: ReleaseRun,
  { actor, T, reason }: PersonCommand & { type: 'move' },
  now: Instant,
): Refusal | null {
  const may = mayMove(run, actor);
  if (!may.ok) return deny(draft, actor, 'move', may);
  const fixed = whyFixed(run);
  if (fixed !== null) return { code: 'move.begun', text: fixed };
  const zone = run.runbook.product.timezone;
  if (T <= now)
    return { code: 'move.past', text: `${sayInstant(T, zone)} is past; it is ${sayInstant(now, zone)} now.` };
  if (T === run.T) return { code: 'move.same', text: `T of ${run.id} is ${sayInstant(T, zone)} already.` };
  if (reason.trim() === '')
    return { code: 'move.reason', text: 'Moving a release needs a reason: write it in a sentence.' };
  draft.add(fact('release.rescheduled', { from: run.T, T, reason, rule: may.rule }), actor);
  voidGates(draft, `T moved to ${sayInstant(T, zone)}`);
  calendarMoved(draft, now);
  return null;
}

/** Why T cannot move any more; null: it can. */
export function whyFixed(run: ReleaseRun): string | null {
  if (run.rollback) return `${run.id} is rolling back, so there is no T to move.`;
  const begun = run.runbook.phases.some(
    phase => phase.touchesProduction && run.phases[phase.id]?.startedAt != null && phase.off === null,
  );
  if (!begun && run.touchedAt === null) return null;
  return `${run.id} is in production already, so its T cannot move any more. Pause, Roll back and Abort are what is left.`;
}

/** Those that are open, and those that passed: what they were asked is not what will happen. */
function voidGates(draft: Draft, says: string): void {
  for (const step of forward(draft.release).flatMap(section => section.steps)) {
    if (step.verb !== 'approve') continue;
    const { status, attempt } = stateOf(draft.release, step.id);
    const asked = status === 'waiting' && gateOf(draft.release, step.id).status === 'open';
    if (asked || hasPassed(draft.release, step.id))
      draft.add(fact('gate.voided', { step: step.id, attempt, says }), BOT);
  }
}

/** The last one that passed is asked again: something is not as it was approved. */
export function voidGatePassed(draft: Draft, says: string): void {
  const steps = forward(draft.release).flatMap(section => section.steps);
  const last = steps.findLast(step => step.verb === 'approve' && hasPassed(draft.release, step.id));
  if (last === undefined) return;
  const { attempt } = stateOf(draft.release, last.id);
  draft.add(fact('gate.voided', { step: last.id, attempt, says }), BOT);
}

function hasPassed(run: ReleaseRun, step: string): boolean {
  return stateOf(run, step).status === 'done' && gateOf(run, step).status === 'passed';
}
