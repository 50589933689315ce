import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { isGreenDone } from '#src/domain/measure/green.ts';
import { defineSnapshot } from '#src/domain/measure/snapshot.ts';
import { summarizeAll } from '#src/domain/measure/summarize.ts';
import { defineWatch, stateOf as metricState } from '#src/domain/measure/watch.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { inCompare } from './comparison.ts';
import type { AnyStep } from './sections.ts';
import { nextInShift } from './shift.ts';
import type { Run, StepState, WatchRecord } from './state.ts';
import { heardAFail } from './unanswered.ts';

/** What follows for a step in progress from the state alone; null: an effect, a timer or a sweep will tell. */
export function runningStep(run: Run, step: AnyStep, state: StepState, now: Instant): NewFact | null {
  const problem = state.resolved['problem'];
  if (typeof problem === 'string')
    return fact('step.failed', { step: step.id, attempt: state.attempt, says: problem, detail: null });
  switch (step.verb) {
    case 'note':
      return finish(step, state, String(state.resolved['text'] ?? ''));
    case 'notify':
      return finish(step, state, `on its way to ${step.to.join(', ')}`);
    case 'wait': {
      const until = Number(state.resolved['until']);
      return now >= until ? finish(step, state, `waited ${sayDuration(now - (state.startedAt ?? now))}`) : null;
    }
    case 'shift':
      return nextInShift(run, step, state, now);
    case 'watch':
      return inWatch(run, step, state, now);
    case 'snapshot':
      return inSnapshot(run, step, state, now);
    case 'compare':
      return inCompare(run, step, state, now);
    default:
      return null;
  }
}

/** Ends a step that needs nothing more; of an `each`, its present entry. */
function finish(step: AnyStep, state: StepState, says: string): NewFact {
  return fact('step.finished', { step: step.id, attempt: state.attempt, outputs: {}, says, rule: null });
}

function inWatch(run: Run, step: AnyStep & { verb: 'watch' }, state: StepState, now: Instant): NewFact | null {
  const watch = run.watches[step.id];
  const inTime = step.atMostMs === null || now < (watch?.state.startedAt ?? now) + step.atMostMs;
  if (!watch || isOfEarlierTry(watch, state, now, inTime && !isGreenDone(watch.definition, watch.state))) {
    const metrics = state.resolved['metrics'] as unknown as readonly Metric[];
    const definition = defineWatch({
      metrics,
      action: step.action,
      green: { forMs: step.forMs, atMostMs: step.atMostMs },
    });
    return fact('watch.started', {
      watch: step.id,
      kind: 'step',
      definition: definition as unknown as { [key: string]: unknown },
      until: null,
    });
  }
  const green = isGreenDone(watch.definition, watch.state);
  if (green)
    return watch.ended
      ? finish(step, state, `green for ${sayDuration(step.forMs)}`)
      : ended(step.id, 'green for long enough');
  // After a pause both `for` and `atMost` begin anew, so the watch says when it began.
  if (step.atMostMs === null || now < watch.state.startedAt + step.atMostMs) return null;
  if (!watch.ended) return ended(step.id, 'its time is up');
  const says = `not green for ${sayDuration(step.forMs)} within ${sayDuration(step.atMostMs)}`;
  const unknown = !heardAFail(watch);
  return fact('step.failed', { step: step.id, attempt: state.attempt, says, detail: null, unknown });
}

/** A watch that ended before it had a reason to was ended by Retry: this try needs one of its own, even in the same ms. */
function isOfEarlierTry(watch: WatchRecord, state: StepState, now: Instant, unfinished: boolean): boolean {
  return watch.startedAt < (state.startedAt ?? now) || (watch.ended && unfinished);
}

function inSnapshot(run: Run, step: AnyStep & { verb: 'snapshot' }, state: StepState, now: Instant): NewFact | null {
  const watch = run.watches[step.id];
  if (!watch || isOfEarlierTry(watch, state, now, inProgress(watch, now))) {
    const metrics = state.resolved['metrics'] as unknown as readonly Metric[];
    const definition = defineSnapshot(metrics, step.overMs);
    return fact('watch.started', {
      watch: step.id,
      kind: 'snapshot',
      definition: definition as unknown as { [key: string]: unknown },
      until: definition.lookBack ? null : now + step.overMs,
    });
  }
  if (inProgress(watch, now)) return null;
  if (!watch.ended) return ended(step.id, 'the snapshot is complete');
  const missing = withoutValue(watch);
  if (missing.length > 0) {
    const says = `${missing.map(metric => metric.title).join(', ')} could not be measured once in ${sayDuration(step.overMs)}${whyNot(watch, missing)}`;
    return fact('step.failed', { step: step.id, attempt: state.attempt, says, detail: null, unknown: true });
  }
  if (run.snapshots[step.id] === undefined) {
    const metrics = summarizeAll(watch.definition.metrics, watch.recent) as unknown as {
      [metric: string]: { [key: string]: Json };
    };
    return fact('snapshot.taken', { step: step.id, metrics });
  }
  const how = watch.definition.lookBack ? 'looked back on' : 'measured for';
  return finish(step, state, `${how} ${sayDuration(step.overMs)}`);
}

/** A look back is over when it has brought every metric, or one of them too often not. */
function inProgress(watch: WatchRecord, now: Instant): boolean {
  const { definition, state, until } = watch;
  if (!definition.lookBack) return now < (until ?? now);
  const missing = unmeasured(watch);
  return (
    missing.length > 0 && missing.every(one => metricState(definition, state, one).errors < one.consecutiveErrorLimit)
  );
}

/** What was heard last in their place, each answer once. */
function whyNot({ latest }: WatchRecord, missing: readonly Metric[]): string {
  const heard = new Set(missing.flatMap(metric => latest[metric.name]?.says ?? []));
  return heard.size === 0 ? '' : ` (${[...heard].join('; ')})`;
}

/** Too few samples are no value either: nothing could be compared with it, and that would be found out at the end. */
function withoutValue({ definition, recent }: WatchRecord): readonly Metric[] {
  const summaries = summarizeAll(definition.metrics, recent);
  return definition.metrics.filter(metric => (summaries[metric.name]?.value ?? null) === null);
}

function unmeasured({ definition, recent }: WatchRecord): readonly Metric[] {
  return definition.metrics.filter(metric => (recent[metric.name] ?? []).length === 0);
}

function ended(watch: string, reason: string): NewFact {
  return fact('watch.ended', { watch, reason });
}
