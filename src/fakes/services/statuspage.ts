import type { Answer, Call } from './start.ts';

export const STATUSPAGE_KEY = 'practice0statuspage0key';
export const STATUSPAGE_PAGE = 'kctbh9vrtdwd';
export const STATUSPAGE_COMPONENT = 'ftgks51sfs2d';

const COMPONENT = ['operational', 'under_maintenance', 'degraded_performance', 'partial_outage', 'major_outage', ''];
const REALTIME = ['investigating', 'identified', 'monitoring', 'resolved'];

export type PageIncident = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly updates: readonly string[];
  readonly metadata: object;
  readonly shortlink: string;
};

/** Incidents and components of one page, as Atlassian Statuspage documents them. */
export function statuspage(ids: readonly string[]) {
  const incidents: PageIncident[] = [];
  const components: { [id: string]: string } = Object.fromEntries(ids.map(id => [id, 'operational']));
  return { incidents, components, handle };

  function handle(call: Call): Answer {
    const { method, path, headers } = call;
    if (headers.authorization !== `OAuth ${STATUSPAGE_KEY}`)
      return { status: 401, json: { error: 'Could not authenticate' } };
    const [, version, pages, page, what, id] = path.split('/');
    if (version !== 'v1' || pages !== 'pages' || page !== STATUSPAGE_PAGE)
      return { status: 404, json: { error: 'not found' } };
    if (what === 'components' && method === 'PATCH') return component(id ?? '', call.body);
    if (what !== 'incidents') return { status: 404, json: { error: 'not found' } };
    if (method === 'GET' && id === 'unresolved')
      return { status: 200, json: incidents.filter(one => one.status !== 'resolved') };
    if (method === 'POST' && id === undefined) return open(call.body);
    if (method === 'PATCH') return change(id ?? '', call.body);
    return { status: 404, json: { error: 'not found' } };
  }

  function component(id: string, body: Call['body']): Answer {
    const { status } = (body['component'] ?? {}) as { status?: string };
    if (components[id] === undefined) return { status: 404, json: { error: 'not found' } };
    if (status === undefined || !COMPONENT.includes(status))
      return { status: 422, json: { error: ['status is not valid'] } };
    components[id] = status;
    return { status: 200, json: { id, status } };
  }

  function open(body: Call['body']): Answer {
    const incident = (body['incident'] ?? {}) as { [name: string]: unknown };
    if (typeof incident['name'] !== 'string' || incident['name'] === '')
      return { status: 422, json: { error: ["Name can't be blank"] } };
    const wrong = problemOf(incident);
    if (wrong !== null) return { status: 422, json: { error: [wrong] } };
    const id = `p31zjtct2jer${incidents.length}`;
    const made = {
      id,
      name: incident['name'],
      status: String(incident['status'] ?? 'investigating'),
      updates: [String(incident['body'] ?? '')],
      metadata: (incident['metadata'] ?? {}) as object,
      shortlink: `https://stspg.io/${id}`,
    };
    incidents.push(made);
    return { status: 201, json: made };
  }

  function change(id: string, body: Call['body']): Answer {
    const index = incidents.findIndex(one => one.id === id);
    const before = incidents[index];
    if (before === undefined) return { status: 404, json: { error: 'not found' } };
    const incident = (body['incident'] ?? {}) as { [name: string]: unknown };
    const wrong = problemOf(incident);
    if (wrong !== null) return { status: 422, json: { error: [wrong] } };
    const made = {
      ...before,
      status: String(incident['status'] ?? before.status),
      updates: [...before.updates, String(incident['body'] ?? '')],
      metadata: (incident['metadata'] ?? before.metadata) as object,
    };
    incidents[index] = made;
    return { status: 200, json: made };
  }

  /** Sets the components too, as the real one does with an incident. */
  function problemOf(incident: { readonly [name: string]: unknown }): string | null {
    if (incident['status'] !== undefined && !REALTIME.includes(String(incident['status'])))
      return 'Status is not valid';
    const named = (incident['components'] ?? {}) as { [id: string]: string };
    const wrong = Object.entries(named).find(([id, one]) => components[id] === undefined || !COMPONENT.includes(one));
    if (wrong) return `component ${wrong[0]} is not valid`;
    if (typeof (incident['metadata'] ?? {}) !== 'object') return 'metadata must be an object';
    Object.assign(components, named);
    return null;
  }
}
