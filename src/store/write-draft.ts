import { assert } from '#src/base/assert.ts';
import type { Draft } from './admit.ts';
import { insertBlobs } from './blobs.ts';
import { insertEvents } from './insert-events.ts';
import { upsertMessages } from './messages.ts';
import { insertRequests } from './requests.ts';
import { upsertRuns } from './runs.ts';
import type { Db } from './schema.ts';
import { clearTimers, upsertTimers } from './set-timers.ts';
import { upsertEffects } from './upsert-effects.ts';

/** Writes what the admitted changes left in the draft, row by row: binding a kept statement again beats one of many rows. */
export async function writeDraft(tx: Db, draft: Draft): Promise<void> {
  const { written } = draft;
  const set = [...written.timers.keys()].flatMap(key => draft.timers.get(key) ?? []);
  const cleared = [...written.timers].flatMap(([key, timer]) => (draft.timers.has(key) ? [] : [timer]));
  await insertEvents(tx, written.events);
  await upsertEffects(
    tx,
    [...written.effects].map(id => effectOf(draft, id)),
  );
  await clearTimers(tx, cleared);
  await upsertTimers(tx, set);
  await insertRequests(tx, written.requests);
  await upsertRuns(tx, [...written.runs.values()]);
  await upsertMessages(tx, [...written.messages.values()]);
  await insertBlobs(tx, [...written.blobs.values()]);
}

function effectOf(draft: Draft, id: string) {
  const record = draft.effects.get(id);
  assert(record, 'a written effect is in the draft');
  return record;
}
