import type { FaultKind } from '../faults.ts';
import { agentOf, type Incidents } from '../incidents.ts';
import type { Judge } from '../judge.ts';
import type { ServiceSeed } from '../options.ts';
import type { Pacing } from '../pacing.ts';
import type { Reply, Request } from '../request.ts';
import { checkChange, checkEvent, type Fields, isObject } from './check.ts';

const BODY_BYTES_MAX = 512 * 1024;

type Parts = {
  readonly judge: Judge;
  readonly pacing: Pacing;
  readonly incidents: Incidents;
  readonly services: readonly ServiceSeed[];
  /** Told of a change that was taken. */
  readonly changed: (service: ServiceSeed, body: Fields) => void;
  readonly newId: (kind: string) => string;
  /** Does it when so much time has passed. */
  readonly later: (ms: number, act: () => void) => void;
};

/** Takes an event: judged, then carried out, or thrown away where that is the fault of the day. Throws `Refused`. */
export function enqueue(request: Request, parts: Parts, fault: FaultKind | undefined): Reply {
  const { judge, pacing, services } = parts;
  const isChange = request.pathname === '/v2/change/enqueue';
  judge.require('event-path', isChange || request.pathname === '/v2/enqueue', `there is no ${request.pathname}`, 404);
  judge.require('event-post', request.method === 'POST', `${request.method} is not possible`, 405);
  judge.require('event-size', request.bytes.length <= BODY_BYTES_MAX, 'Event is too large', 413);
  const isJson = isObject(request.json) && /^application\/json/.test(request.headers['content-type'] ?? '');
  judge.require('event-json', isJson, 'Event object is not JSON');
  const body: Fields = isObject(request.json) ? request.json : {};
  const service = services.find(one => one.routingKey === body['routing_key']);
  const check = isChange ? checkChange : checkEvent;
  check(
    body,
    judge,
    services.map(one => one.routingKey),
  );
  pacing.admit('events', String(body['routing_key']));
  if (isChange) {
    if (service && fault?.kind !== 'accept-and-drop') parts.changed(service, body);
    return { status: 202, body: { status: 'success', message: 'Change event processed' } };
  }
  const key = String(body['dedup_key'] ?? parts.newId('D'));
  const act = () => service && carryOut({ service, key, body }, parts.incidents);
  if (fault?.kind === 'late') parts.later(fault.ms, act);
  else if (fault?.kind !== 'accept-and-drop') act();
  const told = fault?.kind === 'wrong-key' ? `${key}-of-somebody-else` : key;
  return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: told } };
}

/** Acknowledging or resolving what is not open is taken, and dropped. */
function carryOut({ service, key, body }: { service: ServiceSeed; key: string; body: Fields }, incidents: Incidents) {
  const open = incidents.openOne(service, key);
  if (body['event_action'] === 'trigger') {
    const payload = isObject(body['payload']) ? body['payload'] : {};
    incidents.trigger({ service, key, title: String(payload['summary'] ?? '') });
  } else if (open && body['event_action'] === 'acknowledge') {
    incidents.acknowledge(open, agentOf(service));
  } else if (open && body['event_action'] === 'resolve') {
    incidents.resolve(open, agentOf(service));
  }
}
