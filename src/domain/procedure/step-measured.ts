import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { FoundFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { judgeSweep } from '#src/domain/measure/judge-sweep.ts';
import type { Reading } from '#src/domain/measure/reading.ts';
import { envFact } from '#src/domain/measure/required-env.ts';
import { defineWatch } from '#src/domain/measure/watch.ts';
import { sayCondition } from '#src/domain/release/gate.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { Draft } from './draft.ts';
import { heardElsewhere } from './heard-elsewhere.ts';
import { isCurrent } from './refs.ts';
import type { AnyStep } from './sections.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run } from './state.ts';

/** A `check` or `show` came back. */
export function stepMeasured(
  draft: Draft,
  run: Run,
  command: WorldCommand & { type: 'step-measured' },
  now: Instant,
): void {
  const step = findStep(run, command.ref.step);
  if (step === null || !isCurrent(run, command.ref)) return;
  const metrics = (stateOf(run, step.id).resolved['metrics'] ?? []) as unknown as readonly Metric[];
  // Judged together, and beside what the run's watches heard: one that is cut off itself knows nothing of the service.
  const samples = command.samples.filter(sample => metrics.some(one => one.name === sample.metric));
  const readings = judgeSweep(defineWatch({ metrics }), samples, heardElsewhere(run, now));
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
  const asked = step.verb === 'check' ? [...step.facts.map(sayCondition), ...step.env.map(envFact)] : [];
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
