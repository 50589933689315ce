import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database, { type Database as RawDatabase } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { applySettings, assertSettings } from '#src/store/sqlite-settings.ts';

let folder: string;
let raw: RawDatabase;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-settings-'));
  raw = new Database(join(folder, 'gonogo.db'));
  raw.exec('create table anything (x)');
});
afterEach(() => {
  raw.close();
  rmSync(folder, { recursive: true });
});

test('the settings that are set are the ones that hold, on a file and in memory', () => {
  applySettings(raw);
  expect(() => assertSettings(raw)).not.toThrow();

  const memory = new Database(':memory:');
  applySettings(memory);
  expect(() => assertSettings(memory)).not.toThrow();
  memory.close();
});

test('a connection as better-sqlite3 opens it is refused: its WAL commits are not on disk', () => {
  raw.pragma('journal_mode = WAL');
  raw.prepare('select * from anything').all();

  expect(() => assertSettings(raw)).toThrow('synchronous is 1, not 2 (FULL)');
});

test.each([
  ['journal_mode', 'DELETE'],
  ['synchronous', 'NORMAL'],
  ['busy_timeout', '100'],
  ['foreign_keys', 'OFF'],
  ['trusted_schema', 'ON'],
  ['recursive_triggers', 'OFF'],
  ['cell_size_check', 'OFF'],
  ['mmap_size', '1048576'],
])('a connection with another %s is refused by name', (name, value) => {
  applySettings(raw);
  raw.pragma(`${name} = ${value}`);

  expect(() => assertSettings(raw)).toThrow(
    expect.objectContaining({ code: 'store.unsafe', message: expect.stringContaining(name) }),
  );
});

test('every table of ours is STRICT', async () => {
  const path = join(folder, 'ours.db');
  await (await openSqlite({ path })).close();
  const ours = new Database(path);
  const tables = ours
    .prepare(
      `select name, strict from pragma_table_list where type = 'table' and name not glob 'sqlite_*' and name not glob 'kysely_*'`,
    )
    .all();
  ours.close();

  expect(tables).toHaveLength(9);
  expect(tables.filter(table => (table as { strict: number }).strict !== 1)).toEqual([]);
});

test('a file that is no database is refused with its name', async () => {
  const path = join(folder, 'notes.txt');
  writeFileSync(path, 'not a database, but long enough to have a header of one hundred bytes '.repeat(20));

  await expect(openSqlite({ path })).rejects.toMatchObject({
    code: 'store.failed',
    message: expect.stringContaining(path),
  });
});

test('the folder of the database is made when it is missing', async () => {
  await (await openSqlite({ path: join(folder, 'data', 'practice', 'gonogo.db') })).close();
});

test('a store in memory works and needs no file', async () => {
  await using store = await openSqlite({ path: ':memory:' });

  expect(store.epoch).toBe(1);
  expect(await store.nextNumber('REL')).toBe(1);
});
