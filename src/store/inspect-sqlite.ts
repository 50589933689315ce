import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { GonogoError } from '#src/errors.ts';
import { isDatabaseLocked } from './process-lock.ts';
import { assertLocalFolder } from './sqlite-settings.ts';

/** `isRunning`: a bot has it now. */
export type DatabaseSeen =
  | { readonly state: 'absent' }
  | { readonly state: 'there'; readonly isRunning: boolean; readonly events: number; readonly openRuns: number };

/**
 * Looks at a database without opening it as a bot would: nothing is written, no start is counted, and a bot that runs
 * on it notices nothing. Throws `store.unsafe` on a network folder, `store.failed` when it is none of ours or unreadable.
 */
export function inspectSqlite(path: string): DatabaseSeen {
  const file = resolve(path);
  if (!existsSync(file)) return { state: 'absent' };
  assertLocalFolder(file);
  try {
    const isRunning = isDatabaseLocked(file);
    const raw = new Database(file, { readonly: true, fileMustExist: true });
    try {
      const events = raw.prepare('select coalesce(max(position), 0) from events').pluck().get() as number;
      const openRuns = raw.prepare('select count(*) from runs where open = 1').pluck().get() as number;
      return { state: 'there', isRunning, events, openRuns };
    } finally {
      raw.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GonogoError('store.failed', `The database ${path} cannot be read (${reason}).`, { cause });
  }
}
