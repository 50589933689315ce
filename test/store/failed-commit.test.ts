import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#src/store/migrate.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import type { Tables } from '#src/store/schema.ts';
import { SqlStore } from '#src/store/sql-store.ts';
import { LedgerDialect } from '#src/store/sqlite-dialect.ts';
import { applySettings } from '#src/store/sqlite-settings.ts';
import { change } from '../contracts/store/fixtures.ts';

const REL = 'release:REL-1';
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-commit-'));
  path = join(folder, 'gonogo.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a full database acknowledges nothing of the gathering, and takes nothing after it', async () => {
  const { store, fill } = await storeOnRaw();
  await store.append(change(REL, 0));
  fill();
  const big = { hash: 'h', bytes: new Uint8Array(1_000_000) };

  const waiting = [
    store.append(change(REL, 1)),
    store.append(change('incident:INC-1', 0, { blobs: [big] })),
    store.nextNumber('REL'),
  ];

  const failed = { code: 'store.failed', message: expect.stringContaining('full') };
  for (const answer of await Promise.allSettled(waiting)) {
    expect(answer).toMatchObject({ status: 'rejected', reason: failed });
  }
  await expect(store.append(change(REL, 1))).rejects.toMatchObject(failed);
  await expect(store.claimEffects({ now: 0, limit: 1, skipLanes: [] })).rejects.toMatchObject(failed);
  await expect(store.readStream(REL)).rejects.toMatchObject(failed);
  await expect(store.counts()).rejects.toMatchObject(failed);
  await store.close();

  await using again = await openSqlite({ path });
  expect(await again.readStream(REL)).toHaveLength(1);
  expect(await again.readStream('incident:INC-1')).toEqual([]);
  expect(await again.nextNumber('REL')).toBe(1);
});

test('a COMMIT that the disk refuses loses nothing acknowledged and stops the store', async () => {
  // A file may grow to 400 blocks, then write() fails: a real failure below SQLite, inside the COMMIT.
  const limited = [
    '-c',
    'ulimit -f 400; exec "$0" "$@"',
    process.execPath,
    join(import.meta.dirname, 'child.ts'),
    'fill',
    path,
  ];
  const { stdout } = spawnSync('sh', limited, { encoding: 'utf8' });
  const lines = stdout.trim().split('\n');
  const acknowledged = lines.filter(line => line === 'acknowledged').length;

  expect(acknowledged).toBeGreaterThan(3);
  expect(lines.slice(acknowledged)).toEqual([
    'append: store.failed',
    'next append: store.failed',
    'read: store.failed',
  ]);
  await using store = await openSqlite({ path });
  const seqs = (await store.readStream(REL)).map(row => row.seq);
  expect(seqs.length).toBeGreaterThanOrEqual(acknowledged);
  expect(seqs).toEqual(Array.from(seqs, (_, i) => i + 1));
  expect(await store.readStream('incident:INC-1')).toEqual([]);
});

/** The store as `openSqlite` builds it, with a hand on the connection. */
async function storeOnRaw(): Promise<{ store: SqlStore; fill: () => void }> {
  const raw = new Database(path);
  applySettings(raw);
  const db = new Kysely<Tables>({ dialect: new LedgerDialect(raw) });
  await migrate(db);
  const store = new SqlStore({ db, epoch: 1, release: async () => void raw.close() });
  const fill = () => raw.pragma(`max_page_count = ${Number(raw.pragma('page_count', { simple: true })) + 20}`);
  return { store, fill };
}
