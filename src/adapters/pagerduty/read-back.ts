import type { Instant } from '#src/base/time.ts';
import type { PageStanding } from '#src/ports/pager.ts';
import type { Ask } from './rest.ts';
import { alertKeysOf, type Incident, Incidents } from './schema.ts';

/** A key has one open incident at most, and the newest are first: what is behind a few closed ones matters to nobody. */
const INCIDENTS_MAX = 5;

/** Finds the incident behind an alert's key, in whatever state, as old as it may be. */
export async function readBack(ask: Ask, dedupKey: string): Promise<PageStanding> {
  const { incidents } = await ask({
    what: 'what became of a page',
    path: '/incidents',
    query: [
      ['incident_key', dedupKey],
      ['statuses[]', 'triggered'],
      ['statuses[]', 'acknowledged'],
      ['statuses[]', 'resolved'],
      // Without it PagerDuty looks back one month only.
      ['date_range', 'all'],
      ['sort_by', 'created_at:desc'],
      ['limit', String(INCIDENTS_MAX)],
    ],
    schema: Incidents,
  });
  const newestFirst = incidents.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
  const openFirst = newestFirst.toSorted((a, b) => Number(isClosed(a)) - Number(isClosed(b)));
  for (const incident of openFirst.slice(0, INCIDENTS_MAX)) {
    if (await holds(ask, incident, dedupKey)) return standing(incident);
  }
  return { state: 'absent' };
}

const isClosed = (incident: Incident) => incident.status === 'resolved';

/** A page is never called acknowledged because of somebody else's incident, even if PagerDuty's filter fails. */
async function holds(ask: Ask, { id, incident_key }: Incident, dedupKey: string): Promise<boolean> {
  return incident_key === dedupKey || (await alertKeysOf(ask, id)).includes(dedupKey);
}

function standing(incident: Incident): PageStanding {
  const { status, html_url, assignments } = incident;
  const last = lastChange(incident);
  return {
    state: status,
    by: last.by ?? null,
    at: instantOf(last.at),
    url: html_url ?? null,
    assigned: isClosed(incident) ? [] : (assignments ?? []).flatMap(({ assignee }) => assignee.summary ?? []),
  };
}

/** Who acknowledged is kept beside the last change, which may be a later one of another kind. */
function lastChange({ status, acknowledgements, last_status_change_at, last_status_change_by }: Incident) {
  const acknowledged = status === 'acknowledged' ? acknowledgements?.at(-1) : undefined;
  return acknowledged
    ? { by: acknowledged.acknowledger.summary, at: acknowledged.at }
    : { by: last_status_change_by?.summary, at: last_status_change_at };
}

function instantOf(text: string | null | undefined): Instant | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}
