import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { Consumer } from './consumer.ts';
import type { Sample } from './figures.ts';

/** The service's own Prometheus metrics. */
export type Exposition = { record(sample: Sample & { version: string }): void; text(): Promise<string> };

const BUCKETS_SECONDS = [0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2.5];
const LABELS = ['code', 'track', 'version'] as const;

/** Counts what was really served. Latencies are the service's simulated ones, see behaviour.ts. */
export function createExposition(parts: { consumer: Consumer; clock: Clock }): Exposition {
  const registers = [new Registry()];
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames: LABELS,
    registers,
  });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer.',
    labelNames: LABELS,
    buckets: BUCKETS_SECONDS,
    registers,
  });
  new Gauge({
    name: 'consumer_lag',
    help: 'Events written and not yet consumed.',
    registers,
    collect() {
      this.set(parts.consumer.lag(parts.clock.now()));
    },
  });
  return {
    record({ status, track, version, ms }) {
      const labels = { code: String(status), track, version };
      requests.inc(labels);
      duration.observe(labels, ms / 1_000);
    },
    text: () => registers[0]?.metrics() ?? Promise.resolve(''),
  };
}
