import type { Change } from '#src/ports/store.ts';
import { type Draft, nameKey } from './admit.ts';
import { EFFECT_COLUMNS } from './read-effects.ts';
import { readRequest } from './requests.ts';
import type { Db, EffectRecord, StoredEffect } from './schema.ts';
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
  const found: Draft['versions'] = new Map();
  for (const stream of new Set(changes.map(change => change.stream))) {
    const [row] = await versionOf(tx, { stream });
    found.set(stream, row?.version ?? 0);
  }
  return found;
}

const versionOf = statement((tx, { stream }: { stream: string }) =>
  tx
    .selectFrom('events')
    .select(eb => eb.fn.max<number | null>('seq').as('version'))
    .where('stream', '=', stream),
);

async function requests(tx: Db, changes: readonly Change[]): Promise<Draft['requests']> {
  const found: Draft['requests'] = new Map();
  for (const { request } of changes) {
    const reply = request ? await readRequest(tx, request.key) : null;
    if (request && reply !== null) found.set(request.key, reply);
  }
  return found;
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

async function byId(tx: Db, ids: readonly string[]): Promise<readonly StoredEffect[]> {
  const found: StoredEffect[] = [];
  for (const id of ids) found.push(...(await effectById(tx, { id })));
  return found;
}

const effectById = statement((tx, { id }: { id: string }) =>
  tx
    .selectFrom('effects')
    .select(['position', ...EFFECT_COLUMNS])
    .where('id', '=', id),
);

// Which of them are due is seen in memory: asked for, it tempts SQLite into reading all that are due, of every lane.
async function openInLanes(tx: Db, lanes: readonly string[]): Promise<readonly StoredEffect[]> {
  const found: StoredEffect[] = [];
  for (const lane of lanes) found.push(...(await openInLane(tx, { lane })));
  return found;
}

const openInLane = statement((tx, { lane }: { lane: string }) =>
  tx
    .selectFrom('effects')
    .select(['position', ...EFFECT_COLUMNS])
    .where('lane', '=', lane)
    .where('settled_at', 'is', null),
);

async function timers(tx: Db, changes: readonly Change[]): Promise<Draft['timers']> {
  const found: Draft['timers'] = new Map();
  for (const { stream, fires } of changes)
    if (fires) for (const row of await timersOf(tx, { stream })) found.set(nameKey(stream, row.name), row);
  return found;
}

const timersOf = statement((tx, { stream }: { stream: string }) =>
  tx.selectFrom('timers').select(['stream', 'name', 'at', 'policy']).where('stream', '=', stream),
);
