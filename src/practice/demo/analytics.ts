import type { IncomingMessage, ServerResponse } from 'node:http';
import { durationMs, HOUR, type Instant, iso, parseDuration } from '#src/base/time.ts';
import type { Clock } from '../clock.ts';
import { requestUrl, sendJson } from '../http.ts';
import type { Consumer } from './consumer.ts';
import type { Faults } from './faults.ts';
import type { FigureBook } from './figures.ts';

export type AnalyticsParts = {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly figures: FigureBook;
  readonly consumer: Consumer;
  /** When the traffic or an image last began to change; undefined before the first release. */
  rolloutBegan(): Instant | undefined;
};

const KPIS_PATH = '/analytics/api/v1/kpis/realtime';
const COMPARISON_PATH = '/analytics/api/v1/reports/release-comparison';

/** analytics-domain: the KPIs of the last minute and the comparison before and after, from the requests really served. */
export function answerAnalytics(parts: AnalyticsParts, req: IncomingMessage, res: ServerResponse) {
  const url = requestUrl(req);
  if (url.pathname === '/health' || url.pathname === '/ready') {
    return sendJson(res, 200, { status: 'up', service: 'analytics-domain' });
  }
  if (parts.faults.has('metrics-gone')) return sendJson(res, 503, { error: 'the metrics store does not answer' });
  if (url.pathname === KPIS_PATH) return sendJson(res, 200, realtime(parts, url.searchParams.get('metric')));
  if (url.pathname === COMPARISON_PATH) return answerComparison(parts, url, res);
  sendJson(res, 404, { error: `unknown address ${url.pathname}` });
}

/** `error_rate` in percent, `p95_latency` in milliseconds, `consumer_lag` in events; only those asked for. */
function realtime(parts: AnalyticsParts, asked: string | null): Record<string, unknown> {
  const now = parts.clock.now();
  const figures = parts.figures.lastMinute(now);
  const all: Record<string, number | null> = {
    error_rate: figures.errorRate,
    p95_latency: figures.p95Latency,
    consumer_lag: parts.consumer.lag(now),
  };
  const names = asked === null ? Object.keys(all) : asked.split(',');
  const values = Object.fromEntries(names.filter(name => Object.hasOwn(all, name)).map(name => [name, all[name]]));
  return { ...values, requests: figures.requests, at: iso(now), window: '1m' };
}

/** `before=1h`: the hour before the rollout began; `after=now`: from there to now. */
function answerComparison(parts: AnalyticsParts, url: URL, res: ServerResponse) {
  const before = parseDuration(url.searchParams.get('before') ?? '1h');
  if (!before) return sendJson(res, 400, { error: 'before: write a whole number and a unit, for example 1h' });
  const now = parts.clock.now();
  const split = parts.rolloutBegan() ?? now - HOUR;
  sendJson(res, 200, {
    before: period(parts, split - durationMs(before), split),
    after: period(parts, split, now),
  });
}

function period(parts: AnalyticsParts, from: Instant, to: Instant): Record<string, unknown> {
  return { from: iso(from), to: iso(to), ...parts.figures.between(from, to) };
}
