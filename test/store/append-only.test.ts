import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database, { type Database as RawDatabase } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { change, event } from '../contracts/store/fixtures.ts';

const REL = 'release:REL-1';
let folder: string;
let raw: RawDatabase;

/** A connection as somebody's tool would open it: none of our settings. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-append-only-'));
  const path = join(folder, 'gonogo.db');
  const store = await openSqlite({ path });
  await store.append(change(REL, 0, { events: [event(REL, 1), event(REL, 2)] }));
  await store.close();
  raw = new Database(path);
  raw.pragma('recursive_triggers = OFF');
});
afterEach(async () => {
  raw.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['an update', `update events set line = 'forged' where seq = 1`],
  ['an update of every row', `update events set at = 0`],
  ['a delete', `delete from events where seq = 2`],
  ['a delete of everything', `delete from events`],
  ['an insert over a key', insert('insert', 'null', 2)],
  ['INSERT OR REPLACE over a key', insert('insert or replace', 'null', 2)],
  ['REPLACE over a row number', insert('replace', '1', 3)],
  ['an upsert', `${insert('insert', 'null', 2)} on conflict do update set line = 'forged'`],
  ['a gap', insert('insert', 'null', 4)],
  ['a seq of nothing', insert('insert', 'null', 0)],
])('the timeline refuses %s', (_what, statement) => {
  const before = raw.prepare('select * from events').all();

  expect(() => raw.exec(statement)).toThrow('append-only');

  expect(raw.prepare('select * from events').all()).toEqual(before);
});

test('the timeline takes the next event', () => {
  raw.exec(insert('insert', 'null', 3));

  expect(raw.prepare('select count(*) from events').pluck().get()).toBe(3);
});

function insert(verb: string, position: string, seq: number): string {
  return `${verb} into events (position, stream, seq, at, type, line, hash) values (${position}, '${REL}', ${seq}, 0, 't', 'forged', 'h')`;
}
