import { MINUTE } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { mayWithRole } from '#src/domain/policy/who-may.ts';
import { deciders } from '#src/domain/procedure/activity.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { findStep, isOnTheWay, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Timers } from '#src/domain/procedure/timers.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** Whoever failed steps ask has so long before those who answer for them are asked too. */
const UNCLAIMED_MS = 10 * MINUTE;

/** One person looks after a failed step, and the others see who. Somebody else may take over, which is seen as well. */
export function claim(draft: Draft, run: ReleaseRun, command: Of<'claim'>): Refusal | null {
  const found = failedStep(draft, run, command);
  if ('refusal' in found) return found.refusal;
  const { care, attempt } = stateOf(run, found.step.id);
  if (care?.taken && care.user === command.actor.user)
    return { code: 'claim.same', text: `You look after "${titleOf(run, found.step)}" already.` };
  draft.add(fact('step.claimed', { step: found.step.id, attempt, rule: found.rule }), command.actor);
  return null;
}

/** Asks somebody by name to look after a failed step. It is theirs once they take it. */
export function hand(draft: Draft, run: ReleaseRun, command: Of<'hand'>): Refusal | null {
  const found = failedStep(draft, run, command);
  if ('refusal' in found) return found.refusal;
  const { actor, to, note } = command;
  if (to === actor.user) return { code: 'hand.self', text: 'To take it yourself, press I take it.' };
  const { attempt } = stateOf(run, found.step.id);
  draft.add(fact('step.handed', { step: found.step.id, attempt, to, note, rule: found.rule }), actor);
  return null;
}

type Found = { readonly step: AnyStep; readonly rule: string } | { readonly refusal: Refusal };

function failedStep(draft: Draft, run: ReleaseRun, command: Of<'claim' | 'hand'>): Found {
  const step = findStep(run, command.step);
  if (step === null) return { refusal: { code: 'step.absent', text: `${run.id} has no step "${command.step}".` } };
  const { status, attempt } = stateOf(run, step.id);
  const failed = status === 'failed' || status === 'interrupted';
  if (!failed || attempt !== command.attempt || !isOnTheWay(run, step.id)) {
    const text = `"${titleOf(run, step)}" waits for nobody any more. Look at the newest message in the thread.`;
    return { refusal: { code: 'step.stale', text } };
  }
  const may = mayWithRole(run, command.actor, deciders(run, step), `Looking after "${titleOf(run, step)}"`);
  return may.ok ? { step, rule: may.rule } : { refusal: deny(draft, command.actor, command.type, may) };
}

/** When a failed step has been looked after by nobody for too long. */
export function careTimers(run: ReleaseRun): Timers {
  const id = run.pause?.cause === 'step' ? run.pause.step : null;
  if (id === null || run.status !== 'paused') return {};
  const { care, endedAt } = stateOf(run, id);
  if (endedAt === null || care?.taken || care?.asked) return {};
  return { [`unclaimed:${id}`]: { at: (care?.since ?? endedAt) + UNCLAIMED_MS, policy: 'catch-up' } };
}

export function unclaimed(draft: Draft, run: ReleaseRun, id: string): void {
  const { care, attempt } = stateOf(run, id);
  if (run.pause?.step !== id || run.status !== 'paused' || care?.taken || care?.asked) return;
  draft.add(fact('step.unclaimed', { step: id, attempt }), BOT);
}
