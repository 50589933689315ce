import { DAY, iso } from '#src/base/time.ts';
import type { Incident } from '../incidents.ts';
import type { Context } from './context.ts';
import { checkQuery, paged, pageOf, type QuerySpec } from './query.ts';

/** Without `date_range=all` PagerDuty looks back so far. */
const LOOKS_BACK_MS = 30 * DAY;

const LIST: QuerySpec = {
  known: [
    ...['date_range', 'incident_key', 'service_ids[]', 'team_ids[]', 'user_ids[]', 'urgencies[]', 'time_zone'],
    ...['statuses[]', 'sort_by', 'include[]', 'since', 'until'],
  ],
  values: {
    'statuses[]': /^(triggered|acknowledged|resolved)$/,
    date_range: /^all$/,
    sort_by: /^(incident_number|created_at|resolved_at|urgency):(asc|desc)$/,
    'include[]':
      /^(acknowledgers|agents|assignees|conference_bridge|escalation_policies|first_trigger_log_entries|priorities|services|teams|users)$/,
  },
};

/** GET /incidents. */
export function listIncidents(query: URLSearchParams, context: Context) {
  checkQuery(query, LIST, context.judge);
  const page = pageOf(query, context.judge);
  const statuses = query.getAll('statuses[]');
  const key = query.get('incident_key');
  const oldest = query.get('date_range') === 'all' ? 0 : context.clock.now() - LOOKS_BACK_MS;
  const found = context.incidents
    .all()
    .filter(one => key === null || one.key === key)
    .filter(one => statuses.length === 0 || statuses.includes(one.status))
    .filter(one => one.createdAt >= oldest);
  const inOrder = query.get('sort_by')?.endsWith(':desc') ? found.toReversed() : found;
  return paged(
    'incidents',
    inOrder.map(one => incidentJson(one, context)),
    page,
  );
}

/** GET /incidents/{id}/alerts. */
export function listAlerts(id: string, query: URLSearchParams, context: Context) {
  checkQuery(query, { known: ['alert_key', 'statuses[]', 'sort_by', 'include[]'], values: {} }, context.judge);
  const page = pageOf(query, context.judge);
  const incident = context.incidents.all().find(one => one.id === id);
  context.judge.require('incident-known', incident !== undefined, 'Not Found', 404);
  const alerts = incident
    ? [
        {
          id: `A${incident.id}`,
          type: 'alert',
          status: incident.status,
          alert_key: incident.key,
          summary: incident.title,
        },
      ]
    : [];
  return paged('alerts', alerts, page);
}

/** An incident as the REST API writes it. */
export function incidentJson(incident: Incident, { people, keyOf, urlOf }: Context) {
  const { service, changed } = incident;
  const policy = people.policy(service.policy);
  return {
    id: incident.id,
    type: 'incident',
    summary: `[#${incident.number}] ${incident.title}`,
    html_url: urlOf(incident),
    incident_number: incident.number,
    title: incident.title,
    created_at: iso(incident.createdAt),
    status: incident.status,
    urgency: 'high',
    incident_key: keyOf(incident),
    service: { id: service.id, type: 'service_reference', summary: service.name },
    escalation_policy: { id: policy.id, type: 'escalation_policy_reference', summary: policy.name },
    assignments: incident.assigned.map(id => ({
      at: iso(incident.assignedAt),
      assignee: userReference(people.user(id)),
    })),
    acknowledgements: incident.acknowledgedBy.map(({ by, at }) => ({ at: iso(at), acknowledger: by })),
    last_status_change_at: iso(changed.at),
    last_status_change_by: changed.by,
    resolved_at: incident.status === 'resolved' ? iso(changed.at) : null,
    alert_counts: {
      all: 1,
      triggered: Number(incident.status !== 'resolved'),
      resolved: Number(incident.status === 'resolved'),
    },
  };
}

export function userReference({ id, name }: { readonly id: string; readonly name: string }) {
  return { id, type: 'user_reference', summary: name } as const;
}
