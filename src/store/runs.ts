import type { RunFilter, RunSummary } from '#src/ports/store.ts';
import { runRecord, runSummary } from './rows.ts';
import type { Db } from './schema.ts';
import { literal, unseen } from './steady-plan.ts';

const RUNS_DEFAULT = 50;

const COLUMNS = [
  'stream',
  'kind',
  'id',
  'product',
  'status',
  'open',
  'title',
  'owner',
  'version',
  'channel',
  'started_at',
  'due_at',
  'events',
  'head',
  'facts',
] as const;

/** Writes the one row of each run; of a known run everything but its place in the order of arrival. */
export async function upsertRuns(tx: Db, runs: readonly RunSummary[]): Promise<void> {
  await tx
    .insertInto('runs')
    .values(runs.map(runRecord))
    .onConflict(known =>
      known.column('stream').doUpdateSet(row => ({
        kind: row.ref('excluded.kind'),
        id: row.ref('excluded.id'),
        product: row.ref('excluded.product'),
        status: row.ref('excluded.status'),
        open: row.ref('excluded.open'),
        title: row.ref('excluded.title'),
        owner: row.ref('excluded.owner'),
        version: row.ref('excluded.version'),
        channel: row.ref('excluded.channel'),
        started_at: row.ref('excluded.started_at'),
        due_at: row.ref('excluded.due_at'),
        events: row.ref('excluded.events'),
        head: row.ref('excluded.head'),
        facts: row.ref('excluded.facts'),
      })),
    )
    .execute();
}

/** The runs that meet every part of the filter, newest first; of two started at once the later arrived comes first. */
export async function readRuns(db: Db, filter: RunFilter): Promise<readonly RunSummary[]> {
  let query = db.selectFrom('runs').select(COLUMNS);
  if (filter.kind !== undefined) query = query.where('kind', '=', unseen(filter.kind));
  if (filter.open !== undefined) query = query.where('open', '=', literal(filter.open ? 1 : 0));
  if (filter.product !== undefined) query = query.where('product', '=', unseen(filter.product));
  if (filter.channel !== undefined) query = query.where('channel', '=', unseen(filter.channel));
  if (filter.owner !== undefined) query = query.where('owner', '=', unseen(filter.owner));
  const rows = await query
    .orderBy('started_at', 'desc')
    .orderBy('position', 'desc')
    .limit(literal(filter.limit ?? RUNS_DEFAULT))
    .execute();
  return rows.map(runSummary);
}

export async function readRun(db: Db, stream: string): Promise<RunSummary | null> {
  const row = await db.selectFrom('runs').select(COLUMNS).where('stream', '=', stream).executeTakeFirst();
  return row ? runSummary(row) : null;
}
