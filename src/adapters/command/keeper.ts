import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { KeeperAnswer, KeeperOrder } from './launch.ts';
import { endGroup, signalGroup } from './process-group.ts';
import { identify } from './process-identity.ts';
import { claim, isStopAsked, NOT_STARTED_CODE, touchAlive, writeChild, writeExit } from './run-directory.ts';

/*
 * The keeper: a program of its own, one for each command, that outlives the bot. It takes the order from its standard
 * input (so that secrets never touch the disk), starts the command in a process group of its own with files as output,
 * and stays until it can write down how it ended. Whoever kills the bot, kills neither.
 */

const LOOK_EVERY_MS = 100;
const TOUCH_EVERY_MS = 500;
/** Nobody reads more of a command; one that writes more is out of its mind and would fill the disk. Bytes a stream. */
const OUTPUT_MAX = 100 * 1024 * 1024;
/** What is kept on disk of such an output. */
const OUTPUT_KEPT = 10 * 1024 * 1024;
/** A full disk may become free again: how long the end of a command waits to be written down. */
const EXIT_TRIES_MAX = 3_600;

const STREAMS = ['stdout', 'stderr'] as const;

type Watched = {
  readonly folder: string;
  readonly child: ChildProcess;
  readonly pid: number;
  readonly graceMs: number;
};

await keep(process.argv[2] ?? '');

async function keep(folder: string): Promise<void> {
  // The bot's service manager may say TERM to all of us: the keeper is last to go, for it has the end to write down.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  const order = parseOrder(await text(process.stdin));
  const self = identify(process.pid);
  if (self === undefined || !claim(folder, self)) return;
  if (order === undefined) return notStarted(folder, 'The bot ended before it had handed over the whole order.');
  if (isStopAsked(folder)) return notStarted(folder, 'It was stopped before it began.', true);

  const startedAt = Date.now();
  const child = begin(folder, order);
  if ('failed' in child) return notStarted(folder, child.failed);
  const { pid } = child;
  writeChild(folder, identify(pid) ?? { pid, began: 'gone at once' });
  answer({ started: true });
  await end({ folder, child: child.process, pid, graceMs: order.graceMs }, startedAt);
}

function parseOrder(sent: string): KeeperOrder | undefined {
  try {
    return JSON.parse(sent) as KeeperOrder;
  } catch {
    return undefined;
  }
}

function begin(folder: string, order: KeeperOrder): { failed: string } | { process: ChildProcess; pid: number } {
  const [file = '', ...args] = order.argv;
  // Append, so that several writers and our own cutting never overwrite each other.
  const [out, err] = [openSync(join(folder, 'stdout'), 'a', 0o600), openSync(join(folder, 'stderr'), 'a', 0o600)];
  try {
    const child = spawn(file, args, {
      cwd: order.cwd,
      env: { ...order.env },
      detached: true,
      stdio: ['ignore', out, err],
    });
    // A program that cannot be executed is known here already; the event follows and says no more.
    child.on('error', () => {});
    return child.pid === undefined ? { failed: `${file} could not be executed.` } : { process: child, pid: child.pid };
  } catch (error) {
    return { failed: `${file} could not be started: ${(error as Error).message}` };
  } finally {
    closeSync(out);
    closeSync(err);
  }
}

/** Watches over the command until it has ended, and writes that down. */
async function end(watched: Watched, startedAt: number): Promise<void> {
  const { folder, child } = watched;
  const over = new Promise<{ code: number | null; signal: string | null }>(resolve => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const duty = { stopping: null as Promise<void> | null, flooded: false, touchedAt: performance.now() };
  const beat = setInterval(() => {
    if (performance.now() - duty.touchedAt >= TOUCH_EVERY_MS) {
      duty.touchedAt = performance.now();
      touchAlive(folder);
    }
    if (duty.stopping === null && isStopAsked(folder)) duty.stopping = endGroup(watched.pid, watched.graceMs);
    if (!duty.flooded && floods(folder)) {
      // No grace: in ten seconds it could fill the disk.
      duty.flooded = signalGroup(watched.pid, 'SIGKILL');
    }
  }, LOOK_EVERY_MS);
  const how = await over;
  // Some of its children may need the whole grace.
  await duty.stopping;
  if (duty.flooded) cutOutput(folder);
  const remark = duty.flooded ? `It wrote more than ${OUTPUT_MAX / 1024 / 1024} MB and was killed.` : null;
  await record(folder, { ...how, stopped: duty.stopping !== null, startedAt, endedAt: Date.now(), remark });
  clearInterval(beat);
}

function floods(folder: string): boolean {
  return STREAMS.some(name => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) > OUTPUT_MAX);
}

function cutOutput(folder: string): void {
  for (const name of STREAMS) {
    const file = join(folder, name);
    if (statSync(file).size > OUTPUT_KEPT) truncateSync(file, OUTPUT_KEPT);
  }
}

async function notStarted(folder: string, why: string, stopped = false): Promise<void> {
  const now = Date.now();
  const remark = `It was not started. ${why}`;
  await record(folder, { code: NOT_STARTED_CODE, signal: null, stopped, startedAt: now, endedAt: now, remark });
  answer({ started: false, why: remark });
}

async function record(folder: string, exit: Parameters<typeof writeExit>[1]): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return writeExit(folder, exit);
    } catch (error) {
      if (tried === EXIT_TRIES_MAX) throw error;
      await wait(1_000);
    }
  }
}

function answer(said: KeeperAnswer): void {
  try {
    writeSync(1, JSON.stringify(said));
  } catch {
    // The bot is gone; the folder says the same.
  }
}
