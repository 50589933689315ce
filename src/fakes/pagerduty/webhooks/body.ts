import { iso } from '#src/base/time.ts';
import type { Agent, Happening, Incident } from '../incidents.ts';
import type { Context } from '../rest/context.ts';
import { userReference } from '../rest/incidents.ts';

/** An event as webhooks v3 carry it. */
export function webhookBody(
  { id, what, incident, by }: { id: string; what: Happening; incident: Incident; by: Agent },
  { people, keyOf, urlOf }: Pick<Context, 'people' | 'keyOf' | 'urlOf'>,
): string {
  const { service } = incident;
  const at = what === 'escalated' ? incident.assignedAt : incident.changed.at;
  return JSON.stringify({
    event: {
      id,
      event_type: `incident.${what}`,
      resource_type: 'incident',
      occurred_at: iso(at),
      agent: by,
      client: { name: 'PagerDuty' },
      data: {
        id: incident.id,
        type: 'incident',
        html_url: urlOf(incident),
        number: incident.number,
        status: incident.status,
        incident_key: keyOf(incident),
        created_at: iso(incident.createdAt),
        title: incident.title,
        service: { id: service.id, type: 'service_reference', summary: service.name },
        assignees: incident.assigned.map(user => userReference(people.user(user))),
        urgency: 'high',
        resolve_reason: null,
      },
    },
  });
}

/** What PagerDuty sends when somebody tests a subscription. */
export function pingBody(id: string, at: number): string {
  const data = { message: 'Hello from your friend Pagey!', type: 'pagey_ping' };
  return JSON.stringify({
    event: {
      id,
      event_type: 'pagey.ping',
      resource_type: 'pagey',
      occurred_at: iso(at),
      agent: null,
      client: null,
      data,
    },
  });
}
