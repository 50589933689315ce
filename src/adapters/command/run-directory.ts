import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Instant } from '#src/base/time.ts';
import type { ProcessIdentity } from './process-identity.ts';

/*
 * One command, one folder:
 *   order    what was asked, without values of the environment      (bot, first)
 *   alive    touched every 500 ms by the keeper; made by the bot    (bot, keeper)
 *   keeper   who keeps it, or that nobody ever will                 (whoever links it first)
 *   child    the process and its group, right after it was spawned  (keeper)
 *   stdout   stderr                                                 (the child itself)
 *   stop     please end it                                          (bot)
 *   exit     how it ended                                           (keeper, last)
 */

/** Without a touch for so long, the keeper is not there any more (or the machine sleeps). */
export const ALIVE_MS_MAX = 5_000;

/** `abandoned`: a looker found that no keeper had come in time, and from then on none will start anything. */
export type KeeperClaim = ProcessIdentity | { readonly abandoned: true };

export type ExitRecord = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stopped: boolean;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** What the keeper has to add: it never began, or wrote too much. */
  readonly remark: string | null;
};

/** What a shell answers for a command that cannot be started. */
export const NOT_STARTED_CODE = 127;

/** False when it exists already, so the command may have been started. Durable before anything is started. */
export function makeRunDirectory(folder: string, order: object): boolean {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'alive'), '', { mode: 0o600 });
  writeDurably(folder, 'order', order);
  // Else a power cut could forget the folder and not what the command did.
  fsyncPath(dirname(folder));
  return true;
}

/** Exactly one claim ever holds. False: somebody else's does. */
export function claim(folder: string, who: KeeperClaim): boolean {
  const own = join(folder, `keeper.${process.pid}`);
  writeFileSync(own, JSON.stringify(who), { mode: 0o600 });
  try {
    // A link is exclusive like O_EXCL, and what it shows is never half written.
    linkSync(own, join(folder, 'keeper'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

export function readClaim(folder: string): KeeperClaim | undefined {
  return read(folder, 'keeper') as KeeperClaim | undefined;
}

export function readChild(folder: string): ProcessIdentity | undefined {
  return read(folder, 'child') as ProcessIdentity | undefined;
}

export function readExit(folder: string): ExitRecord | undefined {
  return read(folder, 'exit') as ExitRecord | undefined;
}

export function writeChild(folder: string, child: ProcessIdentity): void {
  writeDurably(folder, 'child', child);
}

export function writeExit(folder: string, exit: ExitRecord): void {
  writeDurably(folder, 'exit', exit);
}

export function askToStop(folder: string): void {
  writeFileSync(join(folder, 'stop'), '', { mode: 0o600 });
}

export function isStopAsked(folder: string): boolean {
  return existsSync(join(folder, 'stop'));
}

export function touchAlive(folder: string): void {
  const now = new Date();
  utimesSync(join(folder, 'alive'), now, now);
}

/** By the machine's clock; a touch from the future (the clock was set back) is as stale as one from long ago. */
export function isAliveFresh(folder: string): boolean {
  const touched = mtime(join(folder, 'alive')) ?? mtime(folder) ?? 0;
  return Math.abs(Date.now() - touched) < ALIVE_MS_MAX;
}

function mtime(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function read(folder: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Write, fsync, rename: the file is there whole or not at all, also after a power cut. */
function writeDurably(folder: string, name: string, content: object): void {
  const draft = join(folder, `${name}.draft`);
  const file = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(file, JSON.stringify(content));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, join(folder, name));
  fsyncPath(folder);
}

function fsyncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
