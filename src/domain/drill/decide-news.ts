import type { Instant } from '#src/base/time.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { decideProcedureNews } from '#src/domain/procedure/decide-news.ts';
import { procedureTimerFired } from '#src/domain/procedure/decide-timer.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { stepGaveUp } from '#src/domain/procedure/gave-up.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { watchMeasured } from '#src/domain/procedure/watch-measured.ts';

/** What timers and finished effects tell a drill. Limits act nowhere here: a watch step judges its own figures. */
export function decideDrillNews(
  draft: Draft,
  run: DrillRun,
  command: WorldCommand,
  now: Instant,
): readonly EffectAsk[] {
  switch (command.type) {
    case 'timer':
      return procedureTimerFired(draft, run, command.name, now);
    case 'measured':
      watchMeasured(draft, run, command);
      return [];
    case 'effect-gave-up':
      stepGaveUp(draft, run, command);
      return [];
    default:
      decideProcedureNews(draft, run, command, now);
      return [];
  }
}
