import { sql } from 'kysely';
import type { RunFilter, RunSummary } from '#src/ports/store.ts';
import { runRecord, runSummary } from './rows.ts';
import type { Db, RunRecord } from './schema.ts';
import { statement } from './statement.ts';
import { literal, unseen } from './steady-plan.ts';

const TEXTS = ['kind', 'product', 'channel', 'owner', 'status'] as const;

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
  await upsertRun(tx, ...runs.map(runRecord));
}

const upsertRun = statement((tx, run: RunRecord) =>
  tx
    .insertInto('runs')
    .values({
      stream: run.stream,
      kind: run.kind,
      id: run.id,
      product: run.product,
      status: run.status,
      open: run.open,
      title: run.title,
      owner: run.owner,
      version: run.version,
      channel: run.channel,
      started_at: run.started_at,
      due_at: run.due_at,
      events: run.events,
      head: run.head,
      facts: run.facts,
    })
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
    ),
);

/** The runs that meet every part of the filter, newest first; of two started at once the later arrived comes first. */
export async function readRuns(db: Db, filter: RunFilter): Promise<readonly RunSummary[]> {
  const texts = TEXTS.filter(name => filter[name] !== undefined);
  const rows = await runsBy(db, { ...filter, texts });
  return rows.map(runSummary);
}

const runsBy = statement(
  (db, filter: RunFilter & { texts: readonly (typeof TEXTS)[number][] }) => {
    let query = db.selectFrom('runs').select(COLUMNS);
    for (const name of filter.texts) query = query.where(name, '=', unseen(filter[name] as RunSummary['kind']));
    if (filter.open !== undefined) query = query.where('open', '=', literal(filter.open ? 1 : 0));
    if (filter.has !== undefined) query = query.where(told(filter.has), 'is not', null);
    const sorted = query.orderBy('started_at', 'desc').orderBy('position', 'desc');
    return filter.limit === undefined ? sorted : sorted.limit(literal(filter.limit));
  },
  ['texts', 'open', 'has', 'limit'],
);

/** What a row tells under this name. */
function told(name: string) {
  return sql<string | null>`json_extract(facts, ${sql.lit(`$.${name}`)})`;
}

export async function readRun(db: Db, stream: string): Promise<RunSummary | null> {
  const [row] = await runOf(db, { stream });
  return row ? runSummary(row) : null;
}

const runOf = statement((db, { stream }: { stream: string }) =>
  db.selectFrom('runs').select(COLUMNS).where('stream', '=', stream),
);
