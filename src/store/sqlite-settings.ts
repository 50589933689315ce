import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { GonogoError } from '#src/errors.ts';

type Setting = {
  readonly name: string;
  readonly set: string;
  readonly want: string;
  readonly holds: (value: unknown) => boolean;
};

const ON = { set: 'ON', want: '1', holds: (value: unknown) => value === 1 };
const OFF = { set: 'OFF', want: '0', holds: (value: unknown) => value === 0 };

/** In the order they are set: `synchronous` after the journal, which brings its own. */
const SETTINGS: readonly Setting[] = [
  { name: 'journal_mode', set: 'WAL', want: 'wal', holds: value => value === 'wal' },
  // better-sqlite3 is built so that a commit in WAL mode is NOT on disk: a power cut would take acknowledged events.
  { name: 'synchronous', set: 'FULL', want: '2 (FULL)', holds: value => value === 2 },
  { name: 'busy_timeout', set: '5000', want: 'at least 5000', holds: value => Number(value) >= 5_000 },
  { name: 'foreign_keys', ...ON },
  { name: 'trusted_schema', ...OFF },
  { name: 'recursive_triggers', ...ON },
  { name: 'cell_size_check', ...ON },
  // A memory map turns a passing fault of the disk into lasting damage. In memory the answer is no row at all.
  { name: 'mmap_size', set: '0', want: '0', holds: value => value === 0 || value === undefined },
];

/** 3.7.0 to 3.51.2 can corrupt a database when two connections write and checkpoint at once. */
const SQLITE_MIN = [3, 51, 3];

/** WAL needs shared memory and real locks: NFS, SMB, CIFS, SMB2, and 9p (a Windows folder seen from WSL). */
const NETWORK_FOLDERS: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997]);

/** Sets what the store relies on. Only `assertSettings` says whether it was taken. */
export function applySettings(raw: Database): void {
  for (const { name, set } of settingsOf(raw)) raw.pragma(`${name} = ${set}`);
}

/**
 * Reads the settings back. Throws `store.unsafe` when one is not as the store needs it, naming it.
 * The first page is read before: until then SQLite answers the `synchronous` of another journal.
 */
export function assertSettings(raw: Database): void {
  raw.prepare('select count(*) from sqlite_schema').get();
  for (const { name, want, holds } of settingsOf(raw)) {
    const value = raw.pragma(name, { simple: true });
    if (!holds(value)) throw unsafe(`${name} is ${value}, not ${want}`);
  }
  const version = String(raw.prepare('select sqlite_version()').pluck().get());
  if (!atLeast(version, SQLITE_MIN)) throw unsafe(`sqlite_version is ${version}, not ${SQLITE_MIN.join('.')} or newer`);
}

/** Throws `store.unsafe` when the folder of the database is on a network. Linux only: elsewhere the numbers differ. */
export function assertLocalFolder(path: string): void {
  if (process.platform !== 'linux' || !NETWORK_FOLDERS.has(statfsSync(dirname(path)).type)) return;
  throw unsafe(`${dirname(path)} is a network folder, where locks cannot be relied on`);
}

function settingsOf(raw: Database): readonly Setting[] {
  return raw.memory ? SETTINGS.filter(setting => setting.name !== 'journal_mode') : SETTINGS;
}

function atLeast(version: string, minimum: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of minimum.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

function unsafe(what: string): GonogoError {
  return new GonogoError(
    'store.unsafe',
    `The database would not keep its promises: ${what}. gonogo does not start on it; use a local disk and the better-sqlite3 of the lock file.`,
  );
}
