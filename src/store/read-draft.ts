import { sql } from 'kysely';
import type { Json } from '#src/base/json.ts';
import type { Change } from '#src/ports/store.ts';
import { type Draft, nameKey } from './admit.ts';
import { EFFECT_COLUMNS } from './read-effects.ts';
import type { Db, EffectRecord } from './schema.ts';

/** Reads what the changes ask about, one statement a table, none for a table nobody asks about. */
export async function readDraft(tx: Db, changes: readonly Change[]): Promise<Draft> {
  return {
    versions: await versions(tx, changes),
    requests: await requests(tx, changes),
    effects: await effects(tx, changes),
    timers: await timers(tx, changes),
    written: {
      events: [],
      effects: new Set(),
      timers: new Map(),
      requests: [],
      runs: new Map(),
      messages: new Map(),
      blobs: new Map(),
    },
  };
}

async function versions(tx: Db, changes: readonly Change[]): Promise<Draft['versions']> {
  const streams = [...new Set(changes.map(change => change.stream))];
  const asked = sql.join(streams.map(stream => sql`(${stream})`));
  // A look-up each in the key of events. `group by stream` would read every event of the streams.
  const { rows } = await sql<{ stream: string; version: number }>`
    with asked (stream) as (values ${asked})
    select stream, (select coalesce(max(seq), 0) from events where events.stream = asked.stream) as version
    from asked`.execute(tx);
  return new Map(rows.map(row => [row.stream, row.version]));
}

async function requests(tx: Db, changes: readonly Change[]): Promise<Draft['requests']> {
  const keys = changes.flatMap(change => (change.request ? [change.request.key] : []));
  if (keys.length === 0) return new Map();
  const rows = await tx.selectFrom('requests').select(['key', 'reply']).where('key', 'in', keys).execute();
  return new Map(rows.map(row => [row.key, JSON.parse(row.reply) as Json]));
}

async function effects(tx: Db, changes: readonly Change[]): Promise<Draft['effects']> {
  const ids = changes.flatMap(({ settles, cancel, effects }) => [
    ...(settles ? [settles.effectId] : []),
    ...cancel,
    ...effects.map(effect => effect.id),
  ]);
  const lanes = changes.flatMap(({ effects }) => effects.flatMap(effect => (effect.coalesce ? [effect.lane] : [])));
  const found = [...(await byId(tx, ids)), ...(await openInLanes(tx, [...new Set(lanes)]))];
  found.sort((a, b) => a.position - b.position);
  return new Map(found.map(({ position, ...record }): [string, EffectRecord] => [record.id, record]));
}

async function byId(tx: Db, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('effects')
    .select(['position', ...EFFECT_COLUMNS])
    .where('id', 'in', ids)
    .execute();
}

// Which of them are due is seen in memory: asked for, it tempts SQLite into reading all that are due, of every lane.
async function openInLanes(tx: Db, lanes: readonly string[]) {
  if (lanes.length === 0) return [];
  return tx
    .selectFrom('effects')
    .select(['position', ...EFFECT_COLUMNS])
    .where('lane', 'in', lanes)
    .where('settled_at', 'is', null)
    .execute();
}

async function timers(tx: Db, changes: readonly Change[]): Promise<Draft['timers']> {
  const streams = changes.flatMap(change => (change.fires ? [change.stream] : []));
  if (streams.length === 0) return new Map();
  const rows = await tx
    .selectFrom('timers')
    .select(['stream', 'name', 'at', 'policy'])
    .where('stream', 'in', streams)
    .execute();
  return new Map(rows.map(row => [nameKey(row.stream, row.name), row]));
}
