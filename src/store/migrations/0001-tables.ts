import { type Kysely, sql } from 'kysely';

/** STRICT everywhere: SQLite would otherwise keep a text where a number belongs, and nobody would notice for months. */
const TABLES = [
  sql`create table events (
    position integer primary key,
    stream text not null,
    seq integer not null check (seq > 0),
    at integer not null,
    type text not null,
    line text not null,
    hash text not null,
    unique (stream, seq)
  ) strict`,

  sql`create table effects (
    position integer primary key,
    id text not null unique,
    stream text not null,
    kind text not null,
    lane text not null,
    priority integer not null,
    due_at integer not null,
    attempt integer not null,
    epoch integer not null,
    body text not null,
    state text not null check (state in ('due', 'sending', 'unknown', 'done', 'failed', 'cancelled')),
    look integer not null check (look in (0, 1)),
    created_at integer not null,
    first_sent_at integer,
    settled_at integer,
    result text,
    check ((settled_at is null) = (state in ('due', 'sending', 'unknown')))
  ) strict`,
  // What may be claimed and when; what is in flight; figures by state.
  sql`create index effects_state on effects (state, due_at)`,
  // The head of a lane, however many of the lane are settled.
  sql`create index effects_lane on effects (lane, position) where settled_at is null`,
  // What is old enough to be pruned.
  sql`create index effects_settled on effects (settled_at) where settled_at is not null`,
  // What a run still has to do, to cancel it.
  sql`create index effects_stream on effects (stream, state)`,

  sql`create table timers (
    stream text not null,
    name text not null,
    at integer not null,
    policy text not null check (policy in ('catch-up', 'coalesce')),
    primary key (stream, name)
  ) strict, without rowid`,
  // Which timers are due, and when the next one is.
  sql`create index timers_at on timers (at, stream, name)`,

  sql`create table requests (key text primary key, reply text not null, at integer not null) strict, without rowid`,
  // What is old enough to be pruned.
  sql`create index requests_at on requests (at)`,

  sql`create table runs (
    position integer primary key,
    stream text not null unique,
    kind text not null,
    id text not null,
    product text not null,
    status text not null,
    open integer not null check (open in (0, 1)),
    title text not null,
    owner text not null,
    version text not null,
    channel text not null,
    started_at integer not null,
    due_at integer,
    events integer not null,
    head text not null,
    facts text not null
  ) strict`,
  // Lists of open runs: lists, App Home and holds ask for little else.
  sql`create index runs_open on runs (open, started_at)`,
  // The run a command means: the open one of its channel. Every slash command asks.
  sql`create index runs_channel on runs (channel, open, started_at)`,
  // The newest of all, without sorting every run there ever was.
  sql`create index runs_started on runs (started_at)`,

  sql`create table messages (
    stream text not null,
    name text not null,
    channel text not null,
    ts text not null,
    primary key (stream, name)
  ) strict, without rowid`,

  sql`create table blobs (hash text primary key, bytes blob not null, at integer not null) strict`,
  sql`create table counters (name text primary key, value integer not null) strict, without rowid`,
  sql`create table meta (key text primary key, value text not null) strict, without rowid`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of TABLES) await statement.execute(db);
}
