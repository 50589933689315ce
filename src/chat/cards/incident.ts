import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { inert } from '../escape.ts';
import type { Message } from '../message.ts';

/** A named message of an incident: its card, its work, an update, a reminder, an announcement. Null: nothing to show. */
export function incidentMessage(run: IncidentRun, body: JsonObject, _now: Instant): Message | null {
  return { text: `${run.severity} ${run.id}: ${inert(run.title)} (${String(body['name'])})` };
}
