import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import { askPoll, askSweep } from './asks.ts';
import type { Draft } from './draft.ts';
import type { EffectAsk } from './effects.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run } from './state.ts';

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
  if (step.verb === 'run' || step.verb === 'shift') {
    draft.add(fact('command.stopping', { step: id, attempt }), BOT);
    return;
  }
  const says = `did not end within ${sayDuration(now - (startedAt ?? now))}`;
  draft.add(fact('step.failed', { step: id, attempt, says, detail: null }), BOT);
}
