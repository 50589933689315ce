import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { StoreCounts } from '#src/ports/store.ts';
import { alertSeries, type ScrapedAlerts } from './alert-series.ts';
import { observe, type Told } from './incident-metrics.ts';
import { incidentSeries } from './incident-series.ts';

/** What a scrape reads from the store. */
export type Scraped = StoreCounts & {
  readonly openIncidents: { readonly [severity: string]: number };
  readonly alerts: readonly ScrapedAlerts[];
};

/** Slack hangs up at 3 s, the bot answers at 2.5 s: the bounds that matter are there. */
const ACK_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3];
/** A reminder some seconds late is fine, a page is not; after downtime it is minutes. */
const LATENESS_SECONDS = [0.1, 0.5, 1, 2, 5, 15, 60, 300, 1_800];

export type Metrics = ReturnType<typeof createMetrics>;

/** Our own registry: prom-client's global one is shared by everything in the process. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const effects = new Counter({
    name: 'gonogo_effects_total',
    help: 'Effects ended, by kind and outcome (done, failed, retried, unknown).',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const unknown = new Counter({
    name: 'gonogo_effect_outcomes_unknown_total',
    help: 'Calls that were sent and never answered, by kind.',
    labelNames: ['kind'],
    registers,
  });
  const lateness = new Histogram({
    name: 'gonogo_timer_lateness_seconds',
    help: 'How long after its due instant a timer fired.',
    buckets: LATENESS_SECONDS,
    registers,
  });
  const requests = new Counter({
    name: 'gonogo_requests_total',
    help: 'Requests from Slack, by payload kind and outcome (answered, late, failed, ignored).',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const acks = new Histogram({
    name: 'gonogo_ack_seconds',
    help: 'From a request of Slack to its answer, by payload kind.',
    labelNames: ['kind'],
    buckets: ACK_SECONDS,
    registers,
  });
  const store = storeGauges(registers);
  const incidents = incidentSeries(registers);
  const alerts = alertSeries(registers);

  return {
    registry,
    effectEnded({ kind, outcome }: { kind: string; outcome: 'done' | 'failed' | 'retried' | 'unknown' }) {
      effects.inc({ kind, outcome });
      if (outcome === 'unknown') unknown.inc({ kind });
    },
    timerFired: ({ lateMs }: { lateMs: number }) => lateness.observe(Math.max(0, lateMs) / 1_000),
    requestAnswered({ kind, outcome, ms }: { kind: string; outcome: string; ms: number }) {
      requests.inc({ kind, outcome });
      acks.observe({ kind }, ms / 1_000);
    },
    /** Facts that were just written: each comes here once. */
    factsWritten(told: Told): void {
      for (const observation of observe(told)) incidents.count(observation);
    },
    /** What /metrics answers. Without counts (the store cannot be read) the rest is still said. */
    async render(counts: Scraped | null): Promise<string> {
      store(counts);
      if (counts) incidents.setOpen(counts.openIncidents);
      if (counts) alerts(counts.alerts);
      return registry.metrics();
    },
  };
}

function storeGauges(registers: Registry[]) {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const readable = gauge('gonogo_store_readable', '1 when the store could be read for this scrape.');
  const events = gauge('gonogo_store_events', 'Events on all timelines.');
  const timers = gauge('gonogo_store_timers', 'Timers set.');
  const openRuns = gauge('gonogo_open_runs', 'Runs not in a final state.');
  const effects = new Gauge({
    name: 'gonogo_store_effects',
    help: 'Effects kept, by state.',
    labelNames: ['state'],
    registers,
  });
  return (counts: StoreCounts | null) => {
    readable.set(counts ? 1 : 0);
    if (!counts) return;
    events.set(counts.events);
    timers.set(counts.timers);
    openRuns.set(counts.openRuns);
    // A state nobody is in any more would otherwise keep its last figure.
    effects.reset();
    for (const [state, count] of Object.entries(counts.effects)) effects.set({ state }, count);
  };
}
