import { Gauge, type Registry } from 'prom-client';
import type { StandingEnvironment } from '#src/domain/alerts/standing.ts';

/** How the alerts of one environment of a product stand, read from its row. */
export type ScrapedAlerts = { readonly product: string; readonly environments: readonly StandingEnvironment[] };

/** The series of alerts: what fires, what cannot be measured, and whether anybody still looks. */
export function alertSeries(registers: Registry[]): (scraped: readonly ScrapedAlerts[]) => void {
  const standing = new Gauge({
    name: 'gonogo_alerts',
    help: 'Alerts by product, environment, priority and state (firing, quiet, blind: not measurable, waiting: not judged yet, outside: evaluated elsewhere and quiet).',
    labelNames: ['product', 'environment', 'priority', 'state'],
    registers,
  });
  const swept = new Gauge({
    name: 'gonogo_alerts_last_sweep_timestamp_seconds',
    help: 'When the alerts of an environment were measured last.',
    labelNames: ['product', 'environment'],
    registers,
  });
  return scraped => {
    standing.reset();
    swept.reset();
    for (const { product, environments } of scraped) {
      for (const { name: environment, sweptAt, alerts } of environments) {
        if (sweptAt !== null) swept.set({ product, environment }, sweptAt / 1_000);
        for (const { priority, state } of alerts) standing.inc({ product, environment, priority, state });
      }
    }
  };
}
