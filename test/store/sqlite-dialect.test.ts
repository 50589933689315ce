import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database, { type Database as RawDatabase } from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#src/store/migrate.ts';
import type { Tables } from '#src/store/schema.ts';
import { LedgerDialect } from '#src/store/sqlite-dialect.ts';

let folder: string;
let raw: RawDatabase;
let other: RawDatabase;
let db: Kysely<Tables>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-dialect-'));
  raw = new Database(join(folder, 'gonogo.db'));
  other = new Database(join(folder, 'gonogo.db'), { timeout: 0 });
  db = new Kysely<Tables>({ dialect: new LedgerDialect(raw) });
});
afterEach(() => {
  raw.close();
  other.close();
  rmSync(folder, { recursive: true });
});

test('a transaction has the right to write from its first moment', async () => {
  await db.transaction().execute(async () => {
    expect(() => other.exec('begin immediate')).toThrow('locked');
  });

  other.exec('begin immediate; commit');
});

test('a migration that fails leaves nothing of itself, and says so', async () => {
  raw.exec('create table blobs (in_the_way)');

  await expect(migrate(db)).rejects.toMatchObject({
    code: 'store.unsafe',
    message: expect.stringContaining('blobs already exists'),
  });

  expect(raw.prepare(`select name from sqlite_schema where name in ('events', 'effects')`).all()).toEqual([]);
  raw.exec('drop table blobs');
  await migrate(db);
});

test('the first error of a transaction is the one that is told, and the connection goes on', async () => {
  raw.exec('create table t (x unique on conflict rollback); insert into t values (1)');

  // ON CONFLICT ROLLBACK ends the transaction inside SQLite, as a full disk does.
  const transaction = db.transaction().execute(async tx => {
    await sql`insert into t values (1)`.execute(tx);
  });

  await expect(transaction).rejects.toThrow('UNIQUE');
  expect(raw.inTransaction).toBe(false);
});

test('more different statements than are kept prepared all work, also when the first comes again', async () => {
  await migrate(db);
  for (let names = 1; names < 700; names++) {
    const asked = Array.from({ length: (names % 350) + 1 }, (_, i) => `n${i}`);
    expect(await db.selectFrom('counters').select('name').where('name', 'in', asked).execute()).toEqual([]);
  }
});
