import type { JsonObject } from '#src/base/json.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { StepRef } from '#src/domain/procedure/commands.ts';
import { isInternal, judgeInternal, sayCondition } from '#src/domain/release/gate.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import type { FactFinder } from './find-facts.ts';

/** A scrape needs two readings; a third look covers a restart between them. */
const LOOKS_MAX = 3;

/** A `check` or `show`: its metrics, facts and variables, looked at once. */
export function check(
  metrics: MetricsSource,
  find: FactFinder,
  readEnv: (asked: JsonObject) => Promise<FoundFact>,
): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      const { ref, window, metrics: wanted, env } = task.row.body;
      const list = wanted as unknown as readonly Metric[];
      const samples = await metrics.read({ window: String(window), metrics: list, now: task.now() });
      const warming = samples.some(sample => sample.kind === 'warming-up');
      if (warming && task.row.attempt < LOOKS_MAX)
        return { end: 'later', dueAt: task.now() + Math.min(...list.map(metric => metric.intervalMs)) };
      const variables = await Promise.all(((env ?? []) as readonly JsonObject[]).map(readEnv));
      const facts = [...(await allFacts(task, find)), ...variables];
      const command: WorldCommand = {
        actor: BOT,
        type: 'step-measured',
        ref: ref as unknown as StepRef,
        samples,
        facts,
      };
      return { end: 'done', command };
    },
  };
}

async function allFacts(task: Task, find: FactFinder): Promise<readonly FoundFact[]> {
  const { ref, facts } = task.row.body;
  const { step } = ref as unknown as StepRef;
  const { run } = task;
  const conditions = (facts ?? []) as unknown as readonly FactCondition[];
  const found = await Promise.all(
    conditions.map(one =>
      run.kind === 'release' && isInternal(run, one) ? judgeInternal(run, step, one, task.now()) : find(task, one),
    ),
  );
  return found.map((one, index) => ({
    ...one,
    fact: conditions[index] ? sayCondition(conditions[index]) : one.fact,
  }));
}
