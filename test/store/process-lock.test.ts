import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite } from '#src/store/open-sqlite.ts';

const CHILD = join(import.meta.dirname, 'child.ts');
let folder: string;
let path: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-lock-'));
  path = join(folder, 'gonogo.db');
});
afterEach(async () => {
  await killed();
  await rm(folder, { recursive: true });
});

test('a second store on one file is refused at once, and told which file and what to do', async () => {
  await using _first = await openSqlite({ path });

  await expect(openSqlite({ path })).rejects.toMatchObject({
    code: 'store.locked',
    message: `Another gonogo is running on ${path}. Stop that one first, or give this one a folder of its own with GONOGO_DATA.`,
  });
});

test('a second name of the file meets the same lock', async () => {
  await using _first = await openSqlite({ path });
  await symlink(path, join(folder, 'other.db'));

  await expect(openSqlite({ path: join(folder, 'other.db') })).rejects.toMatchObject({ code: 'store.locked' });
});

test('a closed store leaves the file to the next', async () => {
  await (await openSqlite({ path })).close();

  await (await openSqlite({ path })).close();
});

test('a store that could not be opened leaves no lock behind', async () => {
  const newer = await openSqlite({ path });
  await newer.close();
  const Database = (await import('better-sqlite3')).default;
  const raw = new Database(path);
  raw.exec(`insert into kysely_migration values ('9999-of-the-future', '2030-01-01T00:00:00Z')`);
  raw.close();

  await expect(openSqlite({ path })).rejects.toMatchObject({ code: 'store.unsafe' });
  await expect(openSqlite({ path })).rejects.toMatchObject({ code: 'store.unsafe' });
});

test('another process holds the file until it is killed; what it had claimed is on disk, of an older start', async () => {
  await holding();
  await expect(openSqlite({ path })).rejects.toMatchObject({ code: 'store.locked' });

  await killed();
  await using store = await openSqlite({ path });

  expect(await store.readEffect('post')).toMatchObject({ state: 'sending', attempt: 1, epoch: store.epoch - 1 });
});

/** Resolves when the child has claimed: its claim was answered, so it must be durable. */
async function holding(): Promise<void> {
  child = spawn(process.execPath, [CHILD, 'hold', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('the child has no stdout');
  const [line] = await once(createInterface(child.stdout), 'line');
  expect(line).toBe('claimed');
}

async function killed(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
