import { sayValue } from '#src/domain/measure/say.ts';
import type { Run, WatchRecord } from '#src/domain/procedure/state.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { inert } from '../escape.ts';

const BARS = '▁▂▃▄▅▆▇█';
/** As many as fit beside a figure without wrapping on a phone. */
const TREND_MAX = 12;

/** `Error rate 0.2 % ▁▁▂▁`: the newest figures of the watches that go on, each metric once. */
export function figures(run: Run): readonly string[] {
  const seen = new Set<string>();
  return liveWatches(run).flatMap(watch =>
    watch.definition.metrics.flatMap(metric => {
      if (seen.has(metric.name)) return [];
      seen.add(metric.name);
      return [figureOf(run, metric.name) ?? figure(watch, metric)];
    }),
  );
}

/** The newest figure of one metric; null: nothing measures it now. */
export function figureOf(run: Run, name: string): string | null {
  const watches = liveWatches(run).filter(watch => metricIn(watch, name) !== undefined);
  // Where two measure it, one may not have come to it yet.
  const watch = watches.find(one => one.latest[name] !== undefined) ?? watches[0];
  const metric = watch && metricIn(watch, name);
  return watch && metric ? figure(watch, metric) : null;
}

function metricIn(watch: WatchRecord, name: string): Metric | undefined {
  return watch.definition.metrics.find(one => one.name === name);
}

/** Watches of phases first; those of single steps and of the rollback conditions repeat their metrics. */
function liveWatches(run: Run): readonly WatchRecord[] {
  const order: readonly WatchRecord['kind'][] = ['phase', 'step', 'snapshot', 'rollback'];
  return Object.values(run.watches)
    .filter(watch => !watch.ended)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function figure(watch: WatchRecord, metric: Metric): string {
  return inert(`${metric.title} ${sayLatest(watch, metric)}`.trim());
}

function sayLatest(watch: WatchRecord, metric: Metric): string {
  const latest = watch.latest[metric.name];
  if (latest === undefined) return 'not measured yet';
  const value = latest.value === null ? '' : `${sayValue(metric, latest.value)}${trend(watch, metric)}`;
  switch (latest.verdict) {
    case 'pass':
      return value === '' ? 'fine' : value;
    case 'fail':
      return value === '' ? '*failing*' : `${value} *over its limit*`;
    case 'inconclusive':
      return value === '' ? 'cannot be judged' : `${value} (not judged)`;
    case 'error':
      return '*could not be measured*';
    case 'warming-up':
      return 'warming up';
  }
}

function trend(watch: WatchRecord, metric: Metric): string {
  const values = (watch.recent[metric.name] ?? []).slice(-TREND_MAX).map(one => one.value);
  const limits = metric.limits.flatMap(({ condition }) => (condition.kind === 'above' ? [condition.value] : []));
  const line = trendLine(values, limits.length === 0 ? 0 : Math.min(...limits));
  return line === '' ? '' : ` ${line}`;
}

/** `▁▂█`, from 0 to the limit, or to the largest value where that is more. Empty with fewer than two values. */
export function trendLine(values: readonly number[], limit: number): string {
  if (values.length < 2 || values.some(value => value < 0)) return '';
  const top = Math.max(limit, ...values);
  if (top === 0) return '▁'.repeat(values.length);
  return values.map(value => BARS[Math.min(BARS.length - 1, Math.floor((value / top) * BARS.length))] ?? '').join('');
}
