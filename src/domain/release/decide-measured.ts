import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { EventData, FoundFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { judge } from '#src/domain/measure/judge.ts';
import { judgeSweep } from '#src/domain/measure/judge-sweep.ts';
import type { Reading } from '#src/domain/measure/reading.ts';
import type { WatchOutcome } from '#src/domain/measure/sweep.ts';
import { sweep } from '#src/domain/measure/sweep.ts';
import { sayCondition } from '#src/domain/procedure/gate.ts';
import { startRollback } from '#src/domain/procedure/rollback-start.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
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
  if (outcome.kind === 'ask') return pause(draft, run, watch, outcome);
  if (outcome.kind !== 'act') return;
  switch (outcome.action) {
    case 'warn':
    case 'incident':
      // Incidents come later; until then the same people are asked in the thread (react.ts).
      if (outcome.fresh) draft.add(fact('metric.warned', { watch, action: outcome.action, says: outcome.says }), BOT);
      return;
    case 'pause':
    case 'ask-rollback':
      return pause(draft, run, watch, outcome);
    case 'rollback':
      return rollBack(draft, run, watch, outcome);
  }
}

type Asked = { readonly says: string; readonly fresh: boolean };

/** A run that a person or a step paused is paused for this too: nobody goes on over a limit without being told. */
function pause(draft: Draft, run: Run, watch: string, { says, fresh }: Asked): void {
  if (run.status === 'paused' && (run.pause?.cause === 'metric' || !fresh)) return;
  draft.add(fact('release.paused', { cause: 'metric', says, step: null, watch }), BOT);
}

/** Only what already changed production is rolled back; before that, and past the point of no return, a person is asked. */
function rollBack(draft: Draft, run: Run, watch: string, { says, fresh }: Asked): void {
  if (run.touchedProduction && !run.noReturn && run.runbook.rollback) {
    draft.add(startRollback(run, { cause: 'metric', reason: says, rule: `limit of ${watch}` }), BOT);
    return;
  }
  const why = run.noReturn
    ? 'The point of no return is passed, so nothing rolls back by itself.'
    : 'Production is not touched yet, so there is nothing to roll back.';
  pause(draft, run, watch, { says: `${says} ${why}`, fresh });
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
  const judged = metrics.filter(metric => !metric.shadow);
  const found = findings(step, judged, readings, command.facts);
  const says = [...readings.map(one => one.says), ...command.facts.map(one => `${one.fact}: ${one.says}`)].join('; ');
  const outputs = Object.fromEntries(readings.map(one => [one.metric, one.value]));
  const wrong = step.verb === 'show' ? [] : found.filter(one => one.verdict !== 'pass');
  if (wrong.length === 0) {
    draft.add(fact('step.finished', { step: step.id, attempt, outputs, says, rule: null }), BOT);
    return;
  }
  const unknown = !wrong.some(one => one.verdict === 'fail');
  const failed = { step: step.id, attempt, says: wrong.map(one => one.says).join('; '), detail: says, unknown };
  draft.add(fact('step.failed', failed), BOT);
}

/** `fail`: surely not so. `unknown`: could not be measured or looked up; what was asked for and did not come is that too. */
type Finding = { readonly verdict: 'pass' | 'fail' | 'unknown'; readonly says: string };

function findings(
  step: AnyStep,
  metrics: readonly Metric[],
  readings: readonly Reading[],
  facts: readonly FoundFact[],
): readonly Finding[] {
  const measured = metrics.map(({ name, title }): Finding => {
    const reading = readings.find(one => one.metric === name);
    if (!reading) return { verdict: 'unknown', says: `${title} was not measured` };
    const { verdict, says } = reading;
    return { verdict: verdict === 'pass' || verdict === 'fail' ? verdict : 'unknown', says };
  });
  const asked = step.verb === 'check' ? step.facts.map(sayCondition) : [];
  const missing = asked.filter(name => !facts.some(one => one.fact === name));
  const looked = facts.map((one): Finding => {
    const holds = one.outcome === 'holds' || one.outcome === 'overridden';
    return {
      verdict: holds ? 'pass' : one.outcome === 'unknown' ? 'unknown' : 'fail',
      says: `${one.fact}: ${one.says}`,
    };
  });
  const silent = missing.map((name): Finding => ({ verdict: 'unknown', says: `${name}: nobody could say` }));
  return [...measured, ...looked, ...silent];
}
