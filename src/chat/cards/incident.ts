import type { Json, JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Message } from '../message.ts';
import type { ToldFact } from '../told.ts';
import { announcement } from './incident/announcement.ts';
import { incidentCard } from './incident/card.ts';
import { reminderMessage } from './incident/reminder.ts';
import { updateMessage } from './incident/update.ts';
import { workMessage } from './incident/work.ts';

/** A named message of an incident (domain/incident/tell.ts): its card, its work, an update, a reminder, an announcement. Null: nothing to show. */
export function incidentMessage(run: IncidentRun, body: JsonObject, now: Instant): Message | null {
  const name = String(body['name']);
  if (name === 'card') return incidentCard(run, now);
  if (name === 'work') return workMessage(run, now);
  if (name.startsWith('announcement:')) return announcement(run);
  if (typeof body['update'] === 'number') return updateMessage(run, body['update']);
  return reminderMessage(run, factIn(body['fact']), factIn(body['became']));
}

function factIn(value: Json | undefined): ToldFact | null {
  return value === undefined ? null : (value as unknown as ToldFact);
}
