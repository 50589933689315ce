import type { Generated, Kysely, Selectable } from 'kysely';
import type { EffectState, RunSummary, TimerPolicy } from '#src/ports/store.ts';

/**
 * The tables as Kysely sees them, the same on every database: instants and booleans are integers (SQLite binds nothing
 * else), JSON is text. `position` is the order of arrival. What the indexes are for stands in `migrations/`.
 */
export type Tables = {
  events: EventTable;
  effects: EffectTable;
  timers: { stream: string; name: string; at: number; policy: TimerPolicy };
  requests: { key: string; reply: string; at: number };
  runs: RunTable;
  messages: { stream: string; name: string; channel: string; ts: string };
  blobs: { hash: string; bytes: Uint8Array; at: number };
  counters: { name: string; value: number };
  meta: { key: string; value: string };
};

/** Whatever statements run on: the database, or the handle of the transaction in hand. */
export type Db = Kysely<Tables>;

type EventTable = {
  position: Generated<number>;
  stream: string;
  seq: number;
  at: number;
  type: string;
  line: string;
  hash: string;
};

type EffectTable = {
  position: Generated<number>;
  id: string;
  stream: string;
  kind: string;
  lane: string;
  priority: number;
  due_at: number;
  attempt: number;
  epoch: number;
  body: string;
  state: EffectState;
  look: number;
  created_at: number;
  first_sent_at: number | null;
  /** Null while it is due, sending or unknown: what is open, and so what blocks its lane. */
  settled_at: number | null;
  result: string | null;
};

type RunTable = {
  position: Generated<number>;
  stream: string;
  kind: RunSummary['kind'];
  id: string;
  product: string;
  status: string;
  open: number;
  title: string;
  owner: string;
  version: string;
  channel: string;
  started_at: number;
  due_at: number | null;
  events: number;
  head: string;
  facts: string;
};

export type StoredEffect = Selectable<EffectTable>;
/** A stored effect as it is written; without a position it is new. */
export type EffectRecord = Omit<StoredEffect, 'position'>;
export type RunRecord = Omit<Selectable<RunTable>, 'position'>;
