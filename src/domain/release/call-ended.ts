import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { PersonActor } from '#src/domain/policy/who-may.ts';
import { mayRollBack } from '#src/domain/policy/who-may.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { hasWorkInHand } from '#src/domain/procedure/in-hand.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { allSteps, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';

/** TERM, ten seconds, KILL, and the word of it: within this a person has no better knowledge. */
const STOPS_WITHIN_MS = MINUTE;

/** What was told to stop when the run ended, and has not: until it has, the run keeps its turn in production. */
export function unstopped(run: ReleaseRun): readonly AnyStep[] {
  return isFinal(run) ? allSteps(run).filter(step => stateOf(run, step.id).stopping && hasWorkInHand(run, step)) : [];
}

type Calling = { readonly actor: PersonActor; readonly reason: string };

/**
 * Somebody looked at the machine and says that nothing of it runs any more: a command that cannot be killed, or whose
 * end nobody hears of, would keep production for ever. Whoever may end the run may say so, with what they saw.
 */
export function callEnded(draft: Draft, run: ReleaseRun, { actor, reason }: Calling, now: Instant): Refusal | null {
  const steps = unstopped(run);
  if (steps.length === 0) return { code: 'ended.nothing', text: `Nothing of ${run.id} is in hand any more.` };
  const titles = steps.map(step => `"${titleOf(run, step)}"`).join(', ');
  const may = mayRollBack(run, actor, `Saying that ${titles} has ended`);
  if (!may.ok) return deny(draft, actor, 'call-ended', may);
  if (reason.trim() === '')
    return {
      code: 'ended.reason',
      text: 'Write in a sentence where you looked and what you saw: production is free then.',
    };
  const told = run.endedAt ?? now;
  if (now - told < STOPS_WITHIN_MS && !steps.some(step => stateOf(run, step.id).stopFailed))
    return {
      code: 'ended.early',
      text: `${titles} was told to stop just now and is killed if it does not. Look again in a minute.`,
    };
  for (const step of steps) {
    const { attempt } = stateOf(run, step.id);
    draft.add(fact('step.interrupted', { step: step.id, attempt, says: reason.trim(), detail: null }), actor);
  }
  return null;
}
