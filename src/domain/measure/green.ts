import { type Instant, sayDuration } from '#src/base/time.ts';
import type { Seen } from './seen.ts';
import { gapMs, judgedMetrics, type Watch, type WatchState } from './watch.ts';

type Span = Pick<WatchState, 'greenSince' | 'greenAt'>;

/**
 * Green means that every judged metric passed in this sweep. A warming-up scrape neither starts nor breaks it; anything
 * else that is not a pass ends it, and so does a gap in the sweeps.
 */
export function foldGreen(
  watch: Watch,
  before: WatchState,
  seen: readonly Seen[],
  now: Instant,
): { readonly span: Span; readonly allPass: boolean } {
  const judged = judgedMetrics(watch).map(metric => seen.find(one => one.metric === metric));
  const passes = judged.filter(one => one?.news && one.reading.verdict === 'pass');
  if (judged.length > 0 && passes.length === judged.length) {
    const at = Math.min(...passes.map(one => one?.reading.at ?? now));
    const unbroken =
      before.greenAt !== null && at >= before.greenAt && at - before.greenAt <= gapMs(watch, before, now);
    const since = unbroken ? (before.greenSince ?? at) : at;
    return { span: { greenSince: since, greenAt: at }, allPass: true };
  }
  const broken = judged.some(one => one?.news && one.reading.verdict !== 'pass');
  return { span: { greenSince: broken ? null : before.greenSince, greenAt: before.greenAt }, allPass: false };
}

/** Green for as long as the `watch` verb wants. */
export function isGreenDone(watch: Watch, { greenSince, greenAt }: WatchState): boolean {
  return watch.green !== null && greenSince !== null && greenAt !== null && greenAt - greenSince >= watch.green.forMs;
}

export function isLate(watch: Watch, state: WatchState, now: Instant): boolean {
  const atMostMs = watch.green?.atMostMs ?? null;
  return atMostMs !== null && now - state.startedAt >= atMostMs;
}

/** `all 4 pass, green for 12 min of 30 min`; `2 of 4 pass: not error rate, p95` */
export function sayProgress(watch: Watch, state: WatchState): string {
  const judged = judgedMetrics(watch);
  if (judged.length === 0) return 'nothing here is judged';
  const waiting = judged.filter(metric => state.metrics[metric.name]?.verdict !== 'pass').map(metric => metric.title);
  const of = watch.green ? ` of ${sayDuration(watch.green.forMs)}` : '';
  const length = state.greenSince === null || state.greenAt === null ? 0 : state.greenAt - state.greenSince;
  if (waiting.length === 0) return `all ${judged.length} pass, green for ${sayDuration(length)}${of}`;
  return `${judged.length - waiting.length} of ${judged.length} pass: not ${waiting.join(', ')}`;
}
