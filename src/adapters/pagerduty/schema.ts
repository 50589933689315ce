import { z } from 'zod';
import type { Ask } from './rest.ts';

/** What we read of PagerDuty's REST answers, and nothing more. */

const Named = z.object({ summary: z.string().nullish() });

export const Incident = z.object({
  id: z.string(),
  status: z.enum(['triggered', 'acknowledged', 'resolved']),
  /** Not to be relied on: PagerDuty says that incidents with alerts have none. */
  incident_key: z.string().nullish(),
  html_url: z.string().nullish(),
  created_at: z.string(),
  assignments: z.array(z.object({ assignee: Named })).nullish(),
  acknowledgements: z.array(z.object({ at: z.string(), acknowledger: Named })).nullish(),
  last_status_change_at: z.string().nullish(),
  last_status_change_by: Named.nullish(),
});
export type Incident = z.infer<typeof Incident>;
export const Incidents = z.object({ incidents: z.array(Incident) });

const Alerts = z.object({ alerts: z.array(z.object({ alert_key: z.string().nullish() })) });

export const OnCalls = z.object({
  oncalls: z.array(
    z.object({
      user: Named.extend({ id: z.string(), name: z.string().nullish(), email: z.string().nullish() }),
      escalation_level: z.number(),
      end: z.string().nullish(),
    }),
  ),
  more: z.boolean().nullish(),
});

/** The keys of the alerts that an incident holds: several, where PagerDuty grouped or somebody merged. */
export async function alertKeysOf(ask: Ask, incidentId: string): Promise<readonly string[]> {
  const { alerts } = await ask({
    what: 'which alerts an incident holds',
    path: `/incidents/${encodeURIComponent(incidentId)}/alerts`,
    query: [['limit', '100']],
    schema: Alerts,
  });
  return alerts.flatMap(({ alert_key }) => (alert_key ? [alert_key] : []));
}
