import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { GonogoError } from '#src/errors.ts';
import type { Store } from '#src/ports/store.ts';
import { readStream } from './read-stream.ts';
import { readRuns } from './runs.ts';
import type { Tables } from './schema.ts';
import { LedgerDialect } from './sqlite-dialect.ts';

export type ReadOnlyStore = Pick<Store, 'readStream' | 'runs'> & AsyncDisposable;

/**
 * Opens a SQLite file to read it, also while a bot runs on it: a connection that cannot write needs no lock, takes no
 * epoch and never checkpoints. Everything read is of one moment, however long it takes. Throws `store.failed` when there is no such file, or it is no database of gonogo.
 */
export function readSqlite({ path }: { readonly path: string }): ReadOnlyStore {
  const raw = open(path);
  const db = new Kysely<Tables>({ dialect: new LedgerDialect(raw) });
  return {
    readStream: (stream, afterSeq) => readStream(db, stream, afterSeq ?? 0),
    runs: filter => readRuns(db, filter),
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}

function open(path: string): Database.Database {
  try {
    const raw = new Database(path, { readonly: true, fileMustExist: true });
    raw.exec('begin deferred');
    // The first read fixes the moment, and says whether it is a database of ours.
    raw.prepare('select seq from events limit 1').get();
    return raw;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GonogoError(
      'store.failed',
      `The database ${path} cannot be read (${reason}). Name the file with --database; the bot keeps it as gonogo.sqlite in GONOGO_DATA.`,
      { cause },
    );
  }
}
