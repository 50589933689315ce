import type { Change, EventRow, NewEffect, RunSummary, Store } from '#src/ports/store.ts';

/** A place where a store can be opened, closed and opened again on the same data. */
export type Place = {
  readonly open: () => Promise<Store & AsyncDisposable>;
  readonly remove: () => Promise<void>;
};

/** The store of a test, opened before it; `reopen` closes it and opens the next start on the same data. */
export type World = { store: Store; readonly reopen: () => Promise<void> };

export const NOON = Date.UTC(2026, 10, 24, 12);

/** `event('release:REL-1', 3)`: an event that can be told from its neighbours. */
export function event(stream: string, seq: number): EventRow {
  return {
    stream,
    seq,
    at: NOON,
    type: 'note.added',
    line: `{"seq":${seq},"stream":"${stream}"}`,
    hash: `${stream}#${seq}`,
  };
}

/** A change of `stream` at `expectedVersion` with one event; whatever else is asked for replaces that. */
export function change(stream: string, expectedVersion: number, rest: Partial<Change> = {}): Change {
  return {
    stream,
    expectedVersion,
    events: [event(stream, expectedVersion + 1)],
    effects: [],
    timers: {},
    cancel: [],
    run: null,
    messages: [],
    blobs: [],
    at: NOON,
    ...rest,
  };
}

/** An effect due at noon in a lane of its own. */
export function effect(id: string, rest: Partial<NewEffect> = {}): NewEffect {
  return { id, kind: 'chat.post', lane: `lane of ${id}`, priority: 2, dueAt: NOON, body: { text: id }, ...rest };
}

export function run(stream: string, rest: Partial<RunSummary> = {}): RunSummary {
  return {
    stream,
    kind: 'release',
    id: stream.split(':')[1] ?? stream,
    product: 'valero',
    status: 'running',
    open: true,
    title: 'VALERO 4.2.0',
    owner: 'U-ADA',
    version: '4.2.0',
    channel: 'C-RELEASES',
    startedAt: NOON,
    dueAt: null,
    events: 1,
    head: `${stream}#1`,
    facts: { type: 'minor' },
    ...rest,
  };
}

/** Everything due now, in the order it is given out. */
export function claim(store: Store, rest: { now?: number; limit?: number; skipLanes?: readonly string[] } = {}) {
  return store.claimEffects({ now: NOON, limit: 100, skipLanes: [], ...rest });
}

export async function claimedIds(store: Store, rest: Parameters<typeof claim>[1] = {}): Promise<readonly string[]> {
  return (await claim(store, rest)).map(row => row.id);
}
