import { Gauge, Histogram, Registry } from 'prom-client';

/** hausKI's own Prometheus metrics, by the names its runbook reads. */
export type HauskiExposition = {
  request(sample: { path: string; status: number; ms: number }): void;
  index(kind: 'search' | 'upsert', ms: number): void;
  text(): Promise<string>;
};

const REQUEST_BUCKETS = [0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 2, 4];
const INDEX_BUCKETS = [0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.12, 0.25];

/** `warmth` is asked whenever the metrics are. */
export function createHauskiExposition(warmth: () => { celsius: number; watt: number }): HauskiExposition {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    ...{ name: 'http_request_duration_seconds', help: 'Time to answer.', labelNames: ['path', 'status'] as const },
    ...{ buckets: REQUEST_BUCKETS, registers },
  });
  const index = {
    search: histogram('index_search_duration_seconds', 'Time of a search in the index.'),
    upsert: histogram('index_upsert_duration_seconds', 'Time of a write to the index.'),
  };
  gauge('gpu_temperature_c', 'Temperature of the GPU in °C.', () => warmth().celsius);
  gauge('dgpu_power_watt', 'Power of the GPU in watts.', () => warmth().watt);

  function histogram(name: string, help: string) {
    return new Histogram({ name, help, buckets: INDEX_BUCKETS, registers });
  }
  function gauge(name: string, help: string, read: () => number) {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read());
      },
    });
  }

  return {
    request: ({ path, status, ms }) => requests.observe({ path, status: String(status) }, ms / 1_000),
    index: (kind, ms) => index[kind].observe(ms / 1_000),
    text: () => registry.metrics(),
  };
}
