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

/** SQLite binds 32,766 values a statement; the widest row has 16. */
const ROWS_MAX = 1_000;

/** Writes what the admitted changes left in the draft: one multi-row statement a table, none where nothing changed. */
export async function writeDraft(tx: Db, draft: Draft): Promise<void> {
  const { written } = draft;
  const set = [...written.timers.keys()].flatMap(key => draft.timers.get(key) ?? []);
  const cleared = [...written.timers].flatMap(([key, timer]) => (draft.timers.has(key) ? [] : [timer]));
  await inPieces(written.events, rows => insertEvents(tx, rows));
  await inPieces(
    [...written.effects].map(id => effectOf(draft, id)),
    rows => upsertEffects(tx, rows),
  );
  await inPieces(cleared, rows => clearTimers(tx, rows));
  await inPieces(set, rows => upsertTimers(tx, rows));
  await inPieces(written.requests, rows => insertRequests(tx, rows));
  await inPieces([...written.runs.values()], rows => upsertRuns(tx, rows));
  await inPieces([...written.messages.values()], rows => upsertMessages(tx, rows));
  await inPieces([...written.blobs.values()], rows => insertBlobs(tx, rows));
}

function effectOf(draft: Draft, id: string) {
  const record = draft.effects.get(id);
  assert(record, 'a written effect is in the draft');
  return record;
}

async function inPieces<Row>(rows: readonly Row[], write: (rows: readonly Row[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_MAX) await write(rows.slice(from, from + ROWS_MAX));
}
