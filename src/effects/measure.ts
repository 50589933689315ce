import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { LookBack, MetricsSource } from '#src/ports/metrics-source.ts';

/** One sweep of a watch: all its metrics at once. A source that cannot be measured is a reading too, so this never fails. */
export function measure(metrics: MetricsSource): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      const { watch, window, metrics: wanted, over } = task.row.body;
      const samples = await metrics.read({
        window: String(window),
        metrics: wanted as unknown as readonly Metric[],
        now: task.now(),
        ...(over !== undefined && { over: over as unknown as LookBack }),
      });
      const command: WorldCommand = { actor: BOT, type: 'measured', watch: String(watch), samples };
      return { end: 'done', command };
    },
  };
}
