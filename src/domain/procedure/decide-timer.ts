import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import { askPoll, askSweep } from './asks.ts';
import type { Draft } from './draft.ts';
import type { EffectAsk } from './effects.ts';
import { hasWorkInHand } from './in-hand.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run } from './state.ts';
import { heardAFail, unanswered } from './unanswered.ts';

/** A moment of a watch or a step has come. What only had to wait (soaks, pauses, phases) goes on by itself. */
export function procedureTimerFired(draft: Draft, run: Run, name: string, now: Instant): readonly EffectAsk[] {
  const colon = name.indexOf(':');
  const subject = name.slice(colon + 1);
  switch (name.slice(0, colon)) {
    case 'sweep': {
      const watch = run.watches[subject];
      return watch && !watch.ended ? [askSweep(run, subject, watch)] : [];
    }
    case 'poll':
      return stateOf(run, subject).status === 'running' ? [askPoll(run, subject)] : [];
    case 'step-timeout':
      stepTimedOut(draft, run, subject, now);
      return [];
    default:
      return [];
  }
}

function stepTimedOut(draft: Draft, run: Run, id: string, now: Instant): void {
  const step = findStep(run, id);
  const { status, attempt, startedAt } = stateOf(run, id);
  if (step === null || step.verb === 'approve' || (status !== 'running' && status !== 'waiting')) return;
  // What may be on its way is stopped or looked up first, however late it is: nobody guesses what became of it.
  if (hasWorkInHand(run, step)) return draft.add(fact('command.stopping', { step: id, attempt }), BOT);
  const says = `did not end within ${sayDuration(now - (startedAt ?? now))}`;
  const watch = run.watches[id];
  const known = status === 'waiting' || (watch !== undefined && heardAFail(watch));
  if (known) return draft.add(fact('step.failed', { step: id, attempt, says, detail: null }), BOT);
  draft.add(unanswered(run, step, { says: `${says}, so nobody knows how it stands` }), BOT);
}
