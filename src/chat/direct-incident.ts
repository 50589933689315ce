import type { JsonObject } from '#src/base/json.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { section } from './blocks.ts';
import { inert } from './escape.ts';
import { bounded } from './limits.ts';
import type { Message } from './message.ts';

/** A direct message to one person an incident needs; `where` leads to its card. */
export function directIncident(run: IncidentRun, body: JsonObject, where: string): Message {
  const text = `${run.severity} ${run.id}: ${inert(run.title)} (${String(body['about'])})`;
  return bounded({ text, blocks: [section(text, where)] });
}
