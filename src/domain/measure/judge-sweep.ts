import type { Metric, Source } from '#src/domain/runbook/model/metric.ts';
import { isSilent, judge } from './judge.ts';
import type { Reading, Sample } from './reading.ts';
import { rulesOf, type Watch } from './watch.ts';

/** What the run's other watches heard last. */
export type Elsewhere = { readonly metric: Metric; readonly silent: boolean };

/** Judges all samples of one sweep together: whether we are cut off shows only in all of them. */
export function judgeSweep(
  watch: Watch,
  samples: readonly Sample[],
  elsewhere: readonly Elsewhere[] = [],
): readonly Reading[] {
  const weAreCutOff = cutOff(watch.metrics, samples, elsewhere);
  return samples.map(sample => {
    const metric = watch.metrics.find(one => one.name === sample.metric);
    if (!metric) return judgeUnknown(sample);
    const heard: Sample = weAreCutOff ? silence(sample) : sample;
    return judge(metric, heard, [...metric.limits, ...rulesOf(watch, metric)]);
  });
}

/**
 * Every source silent at once says something about us, not about them: then even a probe is no fact about its service.
 * It takes two servers to tell; one silent server may just be down, and its probe is there to say so. Where a watch has
 * only one, the other watches of the run are heard; what answered them a moment ago proves nothing about now.
 */
export function cutOff(
  metrics: readonly Metric[],
  samples: readonly Sample[],
  elsewhere: readonly Elsewhere[] = [],
): boolean {
  if (samples.length === 0 || !samples.every(isSilent)) return false;
  if (isSeveral(metrics)) return true;
  return elsewhere.every(one => one.silent) && isSeveral([...metrics, ...elsewhere.map(one => one.metric)]);
}

function isSeveral(metrics: readonly Metric[]): boolean {
  return new Set(metrics.flatMap(metric => serversOf(metric.source))).size > 1;
}

function silence(sample: Sample): Sample {
  const { metric, at, latencyMs, query } = sample;
  const detail = 'no source answers at all, so it is probably the bot that is cut off';
  return { metric, at, latencyMs, query, kind: 'error', silent: true, detail };
}

function judgeUnknown({ metric, at, latencyMs, query }: Sample): Reading {
  const says = `${metric} is not part of this watch`;
  return { metric, at, latencyMs, query, verdict: 'error', value: null, samples: null, says };
}

function serversOf(source: Source): readonly string[] {
  const urls = source.kind === 'probe' ? source.urls : [source.url];
  return urls.map(url => url.replace(/^[a-z]+:\/\//, '').split(/[/?#]/)[0] ?? url);
}
