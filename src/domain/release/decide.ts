import { unreachable } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import type { Fact, Refusal } from '#src/domain/fact.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { Command } from './commands.ts';
import { decidePerson } from './decide-person.ts';
import { decideStart } from './decide-start.ts';
import { decideWorld } from './decide-world.ts';
import { Draft } from './draft.ts';
import type { EffectAsk } from './effects.ts';

export type Decided = {
  /** Null only when a start was refused. */
  readonly run: Run | null;
  readonly facts: readonly Fact[];
  /** What is asked for without a fact of its own: a sweep, a poll. All else follows from facts (react.ts). */
  readonly effects: readonly EffectAsk[];
  readonly refusal: Refusal | null;
};

/**
 * What a command adds to a run's timeline. Pure: the same state, command and instant give the same answer. A refusal may
 * still record something (a denial).
 */
export function decide(stream: string, run: Run | null, command: Command, now: Instant): Decided {
  const draft = new Draft(stream, run, now);
  const { refusal, effects } = step(draft, run, command, now);
  if (refusal === null || draft.facts.length > 0) draft.advance();
  return { run: draft.run, facts: draft.facts, effects, refusal };
}

export type Outcome = { readonly refusal: Refusal | null; readonly effects: readonly EffectAsk[] };

function step(draft: Draft, run: Run | null, command: Command, now: Instant): Outcome {
  if (command.type === 'start') return done(decideStart(draft, run, command));
  if (run === null) return done({ code: 'run.absent', text: 'There is no such run.' });
  if (command.actor.kind === 'bot')
    return {
      refusal: null,
      effects: decideWorld(draft, run, command as Extract<Command, { actor: { kind: 'bot' } }>, now),
    };
  if (command.actor.kind === 'person')
    return done(decidePerson(draft, run, command as Parameters<typeof decidePerson>[2]));
  return unreachable(command.actor);
}

function done(refusal: Refusal | null): Outcome {
  return { refusal, effects: [] };
}
