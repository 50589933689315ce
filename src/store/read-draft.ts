import type { Change } from '#src/ports/store.ts';
import { type Draft, nameKey } from './admit.ts';
import { EFFECT_COLUMNS } from './read-effects.ts';
import { readRequests } from './requests.ts';
import type { Db, EffectRecord } from './schema.ts';
import { statement } from './statement.ts';

/** Reads what the changes ask about, row by row: each is a look-up by key that takes a few microseconds. */
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
  const streams = new Set(changes.map(change => change.stream));
  const rows = await versionOf(tx, ...[...streams].map(stream => ({ stream })));
  return new Map([...streams].map((stream, index) => [stream, rows[index]?.version ?? 0]));
}

const versionOf = statement((tx, { stream }: { stream: string }) =>
  tx
    .selectFrom('events')
    .select(eb => eb.fn.max<number | null>('seq').as('version'))
    .where('stream', '=', stream),
);

function requests(tx: Db, changes: readonly Change[]): Promise<Draft['requests']> {
  return readRequests(
    tx,
    changes.flatMap(change => (change.request ? [change.request.key] : [])),
  );
}

async function effects(tx: Db, changes: readonly Change[]): Promise<Draft['effects']> {
  const ids = changes.flatMap(({ settles, cancel, effects }) => [
    ...(settles ? [settles.effectId] : []),
    ...cancel,
    ...effects.map(effect => effect.id),
  ]);
  const lanes = changes.flatMap(({ effects }) => effects.flatMap(effect => (effect.coalesce ? [effect.lane] : [])));
  const found = [
    ...(await effectById(tx, ...ids.map(id => ({ id })))),
    // Which of them are due is seen in memory: asked for, it tempts SQLite into reading all that are due, of every lane.
    ...(await openInLane(tx, ...[...new Set(lanes)].map(lane => ({ lane })))),
  ];
  found.sort((a, b) => a.position - b.position);
  return new Map(found.map(({ position, ...record }): [string, EffectRecord] => [record.id, record]));
}

const effectById = statement((tx, { id }: { id: string }) =>
  tx
    .selectFrom('effects')
    .select(['position', ...EFFECT_COLUMNS])
    .where('id', '=', id),
);

const openInLane = statement((tx, { lane }: { lane: string }) =>
  tx
    .selectFrom('effects')
    .select(['position', ...EFFECT_COLUMNS])
    .where('lane', '=', lane)
    .where('settled_at', 'is', null),
);

async function timers(tx: Db, changes: readonly Change[]): Promise<Draft['timers']> {
  const streams = new Set(changes.flatMap(change => (change.fires ? [change.stream] : [])));
  const rows = await timersOf(tx, ...[...streams].map(stream => ({ stream })));
  return new Map(rows.map(row => [nameKey(row.stream, row.name), row]));
}

const timersOf = statement((tx, { stream }: { stream: string }) =>
  tx.selectFrom('timers').select(['stream', 'name', 'at', 'policy']).where('stream', '=', stream),
);
