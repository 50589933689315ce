import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { storeContract } from '../contracts/store.ts';

async function newFile() {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-store-'));
  return {
    open: () => openSqlite({ path: join(folder, 'gonogo.db') }),
    remove: () => rm(folder, { recursive: true }),
  };
}

async function newMemory() {
  return { open: () => openSqlite({ path: ':memory:' }), remove: async () => undefined };
}

storeContract('SQLite', newFile, newMemory);
