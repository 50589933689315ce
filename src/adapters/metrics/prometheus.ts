import { type Instant, SECOND } from '#src/base/time.ts';
import type { Source } from '#src/domain/runbook/model/metric.ts';
import type { Pages } from './pages.ts';
import { manyPoints, numberOf, onePoint, type Point, refuseStale } from './prometheus-answer.ts';

export type PrometheusSource = Source & { readonly kind: 'prometheus' };

/** Shorter than ours, so that Prometheus is the one to give up and says so. */
const TIMEOUT = '8s';

/**
 * What the query says now, by Prometheus' own clock: asking for our `now` would, on a clock that is behind, bring an
 * old figure that looks new. Throws `Unmeasured`.
 */
export async function readPrometheus(
  source: PrometheusSource,
  pages: Pages,
  now: Instant,
): Promise<{ readonly value: number; readonly latencyMs: number }> {
  const answer = await pages.get(address(source, 'query', { query: source.query }));
  const point = onePoint(answer);
  refuseStale(point, now);
  return { value: numberOf(point), latencyMs: answer.latencyMs };
}

export type Stretch = { readonly from: Instant; readonly to: Instant; readonly stepMs: number };

/** What the query said over a stretch of time, one point a step. Throws `Unmeasured`. */
export async function lookBack(
  source: PrometheusSource,
  pages: Pages,
  { from, to, stepMs }: Stretch,
): Promise<{ readonly points: readonly Point[]; readonly latencyMs: number }> {
  // A stretch is asked for by our clock, so first see that both clocks agree.
  refuseStale(onePoint(await pages.get(address(source, 'query', { query: 'time()' }))), to);
  const [start, end, step] = [from / SECOND, to / SECOND, stepMs / SECOND].map(String) as [string, string, string];
  const answer = await pages.get(address(source, 'query_range', { query: source.query, start, end, step }));
  return { points: manyPoints(answer), latencyMs: answer.latencyMs };
}

function address({ url, headers }: PrometheusSource, path: string, parameters: { readonly [name: string]: string }) {
  const query = new URLSearchParams({ ...parameters, timeout: TIMEOUT });
  return { url: `${url.replace(/\/+$/, '')}/api/v1/${path}?${query}`, headers };
}
