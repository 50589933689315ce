import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { unreachable } from '#src/base/assert.ts';
import type { Observation } from './incident-metrics.ts';

/** Five minutes without an acknowledgement is when most policies ring the next one; after an hour it is another matter. */
const ACKNOWLEDGED_SECONDS = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];
/** From a hiccup to two days. */
const DURATION_SECONDS = [300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800];

/** The series of incidents. Counters begin at 0 with each start, as Prometheus expects; drills count nowhere. */
export function incidentSeries(registers: Registry[]) {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, labelNames: ['severity'], buckets, registers });

  const declared = counter('gonogo_incidents_declared_total', 'Incidents declared, by severity.', ['severity']);
  const reopened = counter('gonogo_incidents_reopened_total', 'Incidents opened again, by severity.', ['severity']);
  const pages = counter(
    'gonogo_pages_total',
    'Pages by severity and outcome (requested, accepted, acknowledged, failed, fallback); one page has several.',
    ['severity', 'outcome'],
  );
  const reminders = counter(
    'gonogo_reminders_total',
    'Promised updates, by severity and outcome (due: a reminder was given; met: an update came in time; missed: none did).',
    ['severity', 'outcome'],
  );
  const acknowledged = histogram(
    'gonogo_page_acknowledgement_seconds',
    'From a page being requested to its acknowledgement, by severity.',
    ACKNOWLEDGED_SECONDS,
  );
  const mitigated = histogram(
    'gonogo_incident_mitigation_seconds',
    'From declaring an incident to its first mitigation, by severity.',
    DURATION_SECONDS,
  );
  const resolved = histogram(
    'gonogo_incident_resolution_seconds',
    'From declaring an incident to its first resolution, by severity.',
    DURATION_SECONDS,
  );
  const open = new Gauge({
    name: 'gonogo_open_incidents',
    help: 'Incidents that are not resolved, by severity; drills are left out.',
    labelNames: ['severity'],
    registers,
  });

  function count(observation: Observation): void {
    const { what, severity } = observation;
    switch (what) {
      case 'declared':
        return declared.inc({ severity });
      case 'reopened':
        return reopened.inc({ severity });
      case 'page':
        return pages.inc({ severity, outcome: observation.outcome });
      case 'reminder':
        return reminders.inc({ severity, outcome: observation.outcome });
      case 'acknowledged':
        return acknowledged.observe({ severity }, observation.seconds);
      case 'mitigated':
        return mitigated.observe({ severity }, observation.seconds);
      case 'resolved':
        return resolved.observe({ severity }, observation.seconds);
      default:
        return unreachable(what);
    }
  }

  return {
    count,
    /** A severity that has none any more goes with its figure. */
    setOpen(bySeverity: { readonly [severity: string]: number }): void {
      open.reset();
      for (const [severity, number] of Object.entries(bySeverity)) open.set({ severity }, number);
    },
  };
}
