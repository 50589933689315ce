import { z } from 'zod';

/** Facts of a product's alerts; with those of runs they are the one list of domain/events.ts. */

const text = z.string();
const instant = z.number().int();
const alert = { alert: text, environment: text };

export const alertEvents = {
  /** What is measured all the time from here on, whole; readings are never facts. */
  'alerts.defined': z.object({
    definition: z.looseObject({}),
    settleMs: z.number().int(),
    silentAfterMs: z.number().int().optional(),
  }),
  'alert.fired': z.object({
    ...alert,
    title: text,
    priority: text,
    /** `gonogo`, `alertmanager:<fingerprint>`, `grafana:<fingerprint>` */
    source: text,
    says: text,
    since: instant,
    link: text.nullable(),
    /** Who hears of it; null: nobody. */
    route: z.looseObject({}).nullable(),
  }),
  /** A sender said so again, after it was missed or since a while; and that it has been silent for too long. */
  'alert.heard': z.object({ ...alert, source: text }),
  'alert.unheard': z.object({ ...alert, source: text, says: text }),
  /** This source says that it is over; the alert is, when no other goes on. */
  'alert.resolved': z.object({ ...alert, source: text, says: text }),
  /** Quiet for long enough: the next time is a new story. */
  'alert.closed': z.object({ ...alert }),
  /** Nobody can judge them: neither firing nor resolved. */
  'alerts.blind': z.object({ environment: text, alerts: z.record(text, text) }),
  'alerts.seen': z.object({ environment: text, alerts: z.array(text) }),
  'alert.declared': z.object({ ...alert, incident: text }),
} as const;
