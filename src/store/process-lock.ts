import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { GonogoError } from '#src/errors.ts';

/**
 * One bot per database file. The lock is a second, empty SQLite file held in BEGIN EXCLUSIVE: the kernel frees it with the
 * process, however that ends, so there is never a stale one to delete.
 * Throws `store.locked` at once when another process, or another store of this one, has the file.
 */
export function lockDatabase(path: string): Disposable {
  const holder = new Database(`${path}.lock`, { timeout: 0 });
  try {
    holder.exec('begin exclusive');
  } catch (cause) {
    holder.close();
    if ((cause as { code?: unknown }).code !== 'SQLITE_BUSY') throw cause;
    throw new GonogoError(
      'store.locked',
      `Another gonogo is running on ${path}. Stop that one first, or give this one a folder of its own with GONOGO_DATA.`,
      { cause },
    );
  }
  return { [Symbol.dispose]: () => void holder.close() };
}

/**
 * Is a bot running on the file? Only reads, so whoever holds the lock keeps it, and a start at this very moment is
 * disturbed for no longer than one read of an empty file.
 */
export function isDatabaseLocked(path: string): boolean {
  if (!existsSync(`${path}.lock`)) return false;
  const look = new Database(`${path}.lock`, { readonly: true, timeout: 0 });
  try {
    look.prepare('select count(*) from sqlite_schema').get();
    return false;
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'SQLITE_BUSY') throw cause;
    return true;
  } finally {
    look.close();
  }
}
