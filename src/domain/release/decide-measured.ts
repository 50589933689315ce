import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { EventData } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { judge } from '#src/domain/measure/judge.ts';
import { judgeSweep } from '#src/domain/measure/judge-sweep.ts';
import type { Reading } from '#src/domain/measure/reading.ts';
import type { WatchOutcome } from '#src/domain/measure/sweep.ts';
import { sweep } from '#src/domain/measure/sweep.ts';
import { startRollback } from '#src/domain/procedure/rollback-start.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Metric } from '#src/domain/runbook/model.ts';
import type { WorldCommand } from './commands.ts';
import type { Draft } from './draft.ts';
import { isCurrent } from './refs.ts';

/** One sweep of a watch came back: it is judged, kept, and acted upon. */
export function measured(draft: Draft, run: Run, command: WorldCommand & { type: 'measured' }, now: Instant): void {
  const watch = run.watches[command.watch];
  if (!watch || watch.ended) return;
  const readings = judgeSweep(watch.definition, command.samples);
  const { outcome } = sweep(watch.definition, watch.state, readings, now);
  draft.add(
    fact('watch.swept', { watch: command.watch, readings: [...readings] as EventData<'watch.swept'>['readings'] }),
    BOT,
  );
  if (watch.kind === 'snapshot' || isFinal(run) || run.rollback) return;
  act(draft, run, command.watch, outcome);
}

function act(draft: Draft, run: Run, watch: string, outcome: WatchOutcome): void {
  if (outcome.kind === 'ask') return pause(draft, run, watch, outcome.says);
  if (outcome.kind !== 'act') return;
  switch (outcome.action) {
    case 'warn':
    case 'incident':
      // Incidents come later; until then the same people are asked in the thread (react.ts).
      if (outcome.fresh) draft.add(fact('metric.warned', { watch, action: outcome.action, says: outcome.says }), BOT);
      return;
    case 'pause':
    case 'ask-rollback':
      return pause(draft, run, watch, outcome.says);
    case 'rollback':
      return rollBack(draft, run, watch, outcome.says);
  }
}

function pause(draft: Draft, run: Run, watch: string, says: string): void {
  if (run.status === 'paused') return;
  draft.add(fact('release.paused', { cause: 'metric', says, step: null, watch }), BOT);
}

/** Only what already changed production is rolled back; before that, and past the point of no return, a person is asked. */
function rollBack(draft: Draft, run: Run, watch: string, says: string): void {
  if (run.touchedProduction && !run.noReturn && run.runbook.rollback) {
    draft.add(startRollback(run, { cause: 'metric', reason: says, rule: `limit of ${watch}` }), BOT);
    return;
  }
  const why = run.noReturn
    ? 'The point of no return is passed, so nothing rolls back by itself.'
    : 'Production is not touched yet, so there is nothing to roll back.';
  pause(draft, run, watch, `${says} ${why}`);
}

/** A `check` or `show` came back. */
export function stepMeasured(draft: Draft, run: Run, command: WorldCommand & { type: 'step-measured' }): void {
  const step = findStep(run, command.ref.step);
  if (step === null || !isCurrent(run, command.ref)) return;
  const metrics = (stateOf(run, step.id).resolved['metrics'] ?? []) as unknown as readonly Metric[];
  const readings = command.samples.flatMap(sample => {
    const metric = metrics.find(one => one.name === sample.metric);
    return metric ? [judge(metric, sample)] : [];
  });
  const { attempt } = command.ref;
  const wrong =
    step.verb === 'show'
      ? []
      : [
          ...readings.filter(isWrong).map(one => one.says),
          ...command.facts.filter(one => one.outcome !== 'holds').map(one => `${one.fact}: ${one.says}`),
        ];
  const says = [...readings.map(one => one.says), ...command.facts.map(one => `${one.fact}: ${one.says}`)].join('; ');
  const outputs = Object.fromEntries(readings.map(one => [one.metric, one.value]));
  if (wrong.length === 0) draft.add(fact('step.finished', { step: step.id, attempt, outputs, says, rule: null }), BOT);
  else draft.add(fact('step.failed', { step: step.id, attempt, says: wrong.join('; '), detail: says }), BOT);
}

/** Only a pass counts, or a metric that is recorded and never judged. */
function isWrong(reading: Reading): boolean {
  return reading.verdict !== 'pass';
}
