import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database, { type Database as RawDatabase } from 'better-sqlite3';
import { Kysely } from 'kysely';
import { GonogoError } from '#src/errors.ts';
import type { Store } from '#src/ports/store.ts';
import { nextNumber } from './counters.ts';
import { migrate } from './migrate.ts';
import { lockDatabase } from './process-lock.ts';
import type { Tables } from './schema.ts';
import { SqlStore } from './sql-store.ts';
import { LedgerDialect } from './sqlite-dialect.ts';
import { applySettings, assertLocalFolder, assertSettings } from './sqlite-settings.ts';

const MEMORY = ':memory:';

/**
 * Opens the store in one SQLite file, made with its folder when missing; `:memory:` is for tests.
 * Throws `store.locked` when another process has the file, `store.unsafe` when the database would not keep its promises
 * (settings, version, network folder, newer schema), `store.failed` when it cannot be opened or written.
 */
export async function openSqlite({ path }: { readonly path: string }): Promise<Store & AsyncDisposable> {
  // What was taken is given back in reverse order: on a failure at once, otherwise when the store is closed.
  await using taken = new AsyncDisposableStack();
  try {
    const file = path === MEMORY ? MEMORY : realPath(path);
    if (file !== MEMORY) {
      assertLocalFolder(file);
      taken.use(lockDatabase(file));
    }
    const raw = taken.adopt(new Database(file), database => void database.close());
    const db = await prepare(raw);
    // Among the counters of runs, whose names are in capitals.
    const epoch = await db.transaction().execute(tx => nextNumber(tx, 'epoch'));
    const kept = taken.move();
    return new SqlStore({ db, epoch, release: () => kept.disposeAsync() });
  } catch (cause) {
    throw cause instanceof GonogoError ? cause : cannotOpen(path, cause);
  }
}

async function prepare(raw: RawDatabase): Promise<Kysely<Tables>> {
  applySettings(raw);
  const db = new Kysely<Tables>({ dialect: new LedgerDialect(raw) });
  await migrate(db);
  assertSettings(raw);
  return db;
}

/** Two names of one file must meet in one lock. */
function realPath(path: string): string {
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  return existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file));
}

function cannotOpen(path: string, cause: unknown): GonogoError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GonogoError(
    'store.failed',
    `The database ${path} cannot be opened (${reason}). Look whether it is a gonogo database and whether this user may write it and its folder.`,
    { cause },
  );
}
