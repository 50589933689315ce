import type { JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import type { Outgoing } from '../people/deliver.ts';
import { parseJson } from '../people/respond.ts';

/** Kinds of interactions whose answer may come with the acknowledgement. */
const ANSWERED_AT_ONCE = ['view_submission', 'block_suggestion'];

/** About how long Slack leaves a connection alone, in seconds. */
const CONNECTION_TIME = 18_060;

export function hello(appId: string, connections: number): JsonObject {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host: 'applink-1', started: '2026-11-21 00:00:00.000', approximate_connection_time: CONNECTION_TIME },
    connection_info: { app_id: appId },
  };
}

export function goodbye(reason: string): JsonObject {
  return { type: 'disconnect', reason, debug_info: { host: 'applink-1' } };
}

export type Envelope = JsonObject & { readonly envelope_id: string; readonly accepts_response_payload: boolean };

/** What HTTP would carry in a request. */
export function envelopeOf({ kind, body, headers = {} }: Outgoing, envelope_id: string): Envelope {
  const attempt = headers['x-slack-retry-num'];
  const reason = headers['x-slack-retry-reason'] ?? '';
  const base = { envelope_id, payload: payloadIn(body) };
  if (kind === 'event') {
    const retry = { retry_attempt: Number(attempt ?? 0), retry_reason: reason };
    return { ...base, type: 'events_api', accepts_response_payload: false, ...retry };
  }
  if (kind === 'slash') return { ...base, type: 'slash_commands', accepts_response_payload: true };
  return { ...base, type: 'interactive', accepts_response_payload: ANSWERED_AT_ONCE.includes(kind) };
}

/** An event's JSON, an interaction's `payload`, or a command's fields. */
function payloadIn(body: string): JsonObject {
  const fields = body.startsWith('{') ? undefined : Object.fromEntries(new URLSearchParams(body));
  const json = parseJson(fields === undefined ? body : (fields['payload'] ?? ''));
  return isObject(json) ? json : (fields ?? {});
}
