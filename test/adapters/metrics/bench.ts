import { createHttp } from '#src/adapters/http/http.ts';
import { createMetricsSource } from '#src/adapters/metrics/metrics-source.ts';
import type { Sample } from '#src/domain/measure/reading.ts';
import type { Metric, Source } from '#src/domain/runbook/model/metric.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import { type Service, startService } from '../support/service.ts';

export const NOW = Date.UTC(2026, 10, 21, 20, 0, 0);

/** A real metrics source beside a real service it measures. */
export type Bench = {
  readonly service: Service;
  readonly source: MetricsSource;
  /** One metric, once. Default: now, in the window of one run. */
  read(metric: Metric, now?: number, window?: string): Promise<Sample>;
  json(pointer: string, path?: string): Source;
  scrape(read: Scrape['read'], where?: Scrape['where']): Scrape;
} & AsyncDisposable;

export type Scrape = Source & { readonly kind: 'scrape' };

export async function openBench(): Promise<Bench> {
  const service = await startService();
  const http = createHttp({ secrets: { KPI: 'hidden-key' } });
  const source = createMetricsSource({ http });
  return {
    service,
    source,
    async read(metric, now = NOW, window = 'REL-1') {
      const [sample] = await source.read({ window, metrics: [metric], now });
      if (!sample) throw new Error('no sample came');
      return sample;
    },
    json: (pointer, path = '/kpi') => ({ kind: 'json', url: `${service.url}${path}`, pointer, headers: {} }),
    scrape: (read, where = {}) => ({
      kind: 'scrape',
      url: `${service.url}/metrics`,
      headers: {},
      read,
      where,
      windowMs: 60_000,
    }),
    async [Symbol.asyncDispose]() {
      await http[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}
