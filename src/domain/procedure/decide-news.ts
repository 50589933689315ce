import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { fact } from '#src/domain/fact.ts';
import { actionEnded, commandSaid } from './decide-action.ts';
import type { Draft } from './draft.ts';
import { evidenceRead } from './evidence.ts';
import { handedOf } from './mail-handed.ts';
import { isCurrent } from './refs.ts';
import type { Run } from './state.ts';
import { stepMeasured } from './step-measured.ts';

/**
 * What effects and the clock tell any run. Answers to older attempts change nothing, and neither does what is told to a
 * run of another kind.
 */
export function decideProcedureNews(draft: Draft, run: Run, command: WorldCommand, now: Instant): void {
  switch (command.type) {
    case 'action-ended':
      return actionEnded(draft, run, command, now);
    case 'command-output':
      if (isCurrent(run, command.ref)) commandSaid(draft, run, command.ref, command.tail);
      return;
    case 'step-measured':
      return stepMeasured(draft, run, command, now);
    case 'evidence-read':
      return evidenceRead(draft, run, command);
    case 'clock-jumped':
      return draft.add(fact('clock.jumped', { byMs: Math.round(command.byMs) }), BOT);
    case 'mail-handed': {
      return draft.add(fact('mail.handed', handedOf(command)), BOT);
    }
    case 'effect-unknown': {
      const { effect, kind, says } = command;
      return draft.add(fact('effect.unknown', { effect, kind, says }), BOT);
    }
    default:
      return;
  }
}
