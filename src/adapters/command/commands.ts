import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { assert } from '#src/base/assert.ts';
import { GonogoError } from '#src/errors.ts';
import type { CommandEnd, CommandLook, CommandOrder, Commands } from '#src/ports/commands.ts';
import { type CaptureLimits, capture } from './capture.ts';
import { findExecutable } from './find.ts';
import { launchKeeper } from './launch.ts';
import { readyOrder } from './order.ts';
import { readStdout, readTail } from './output.ts';
import { endGroup } from './process-group.ts';
import { isAlive } from './process-identity.ts';
import { pruneRunDirectories } from './prune.ts';
import {
  askToStop,
  claim,
  isAliveFresh,
  makeRunDirectory,
  NOT_STARTED_CODE,
  readChild,
  readClaim,
  readExit,
  writeExit,
} from './run-directory.ts';

export type CommandsOptions = {
  /** The data folder; commands live below it in `commands/<id>/`. */
  readonly dataFolder: string;
  /** GONOGO_PATH. */
  readonly path: string;
  /** Values of `${{ secrets.NAME }}` in the environment of an order; filled in here and nowhere earlier. */
  readonly secrets: { readonly [name: string]: string };
  /** Takes secrets out of output before anybody sees it. The files on disk stay as the command wrote them. */
  readonly mask: (text: string) => string;
  /** Output is told this much later than it was told before, then after twice that, up to 30 times that. Default 2 s. */
  readonly tellEveryMs?: number;
  /** From TERM to KILL. Default 10 s. */
  readonly graceMs?: number;
  /** Default 30 s and 256 KB. */
  readonly capture?: CaptureLimits;
};

const GRACE_MS = 10_000;
const CAPTURE: CaptureLimits = { timeoutMs: 30_000, bytesMax: 256 * 1024 };
const LOOK_EVERY_MS = 100;
const TELL_EVERY_MS = 2_000;
/** Each told stretch of output stays for ever where it is told, so a chatty server is told of more and more rarely. */
const TELL_RARELY = 30;

/**
 * Real child processes, each with a keeper of its own, so that they outlive the bot. Disposing ends every `follow` with
 * `command.left`: the commands themselves go on.
 */
export function createCommands(options: CommandsOptions): Commands & AsyncDisposable {
  const { dataFolder, path, secrets, mask, graceMs = GRACE_MS, tellEveryMs = TELL_EVERY_MS } = options;
  const closing = new AbortController();
  const folderOf = (id: string) => {
    assert(/^[\w-]{1,64}$/.test(id), 'the id of a command is the name of a folder');
    return join(dataFolder, 'commands', id);
  };

  return {
    find: async name => findExecutable(name, path),

    async start(order) {
      const folder = folderOf(order.id);
      if (existsSync(folder)) return;
      const ready = readyOrder(order, secrets);
      if (!makeRunDirectory(folder, inventory(order))) return;
      const answer = await launchKeeper(folder, { ...ready, graceMs }).catch((error: Error) => {
        neverStarted(folder, `Its keeper could not be started: ${error.message}`);
        throw new GonogoError('command.failed', `The command was not started: ${error.message}`, { cause: error });
      });
      if (answer?.started === false) throw new GonogoError('command.failed', answer.why);
    },

    look: async id => look(folderOf(id), mask),

    follow: (id, onOutput) => follow({ folder: folderOf(id), onOutput, tellEveryMs, mask, signal: closing.signal }),

    prune: before => pruneRunDirectories(join(dataFolder, 'commands'), before),

    capture: async order => capture(readyOrder(order, secrets), options.capture ?? CAPTURE, closing.signal),

    async stop(id) {
      const folder = folderOf(id);
      if (!existsSync(folder) || readExit(folder) !== undefined) return;
      askToStop(folder);
      const keeper = readClaim(folder);
      const child = readChild(folder);
      if (child === undefined || keeper === undefined || 'abandoned' in keeper || isAlive(keeper)) return;
      // Nobody is left to read the request, so it is done here.
      if (isAlive(child)) await endGroup(child.pid, graceMs);
    },

    async [Symbol.asyncDispose]() {
      closing.abort();
    },
  };
}

/** For the operator who looks into the folder. Values of the environment may be secret, so only names are kept. */
function inventory(order: CommandOrder): object {
  return { argv: order.argv, cwd: order.cwd, env: Object.keys(order.env) };
}

function look(folder: string, mask: (text: string) => string): CommandLook {
  if (!existsSync(folder)) return { state: 'absent' };
  if (readExit(folder) === undefined && isRunning(folder)) return { state: 'running', tail: readTail(folder, mask) };
  // Read again: it may have ended between the two looks.
  const exit = readExit(folder);
  const tail = readTail(folder, mask);
  if (exit === undefined) return { state: 'ended', end: { how: 'interrupted', tail } };
  const { remark, ...how } = exit;
  const said = [tail, remark].filter(Boolean).join('\n');
  return { state: 'ended', end: { how: 'exited', ...how, stdout: readStdout(folder, mask), tail: said } };
}

/** Its keeper is there, or at least the command itself, or a keeper may still come. */
function isRunning(folder: string): boolean {
  if (isAliveFresh(folder)) return true;
  const keeper = readClaim(folder);
  if (keeper === undefined) {
    // From here on no keeper that comes late will start it, so "interrupted" stays true.
    return !claim(folder, { abandoned: true });
  }
  if (!('abandoned' in keeper) && isAlive(keeper)) return true;
  const child = readChild(folder);
  return child !== undefined && isAlive(child);
}

type Followed = {
  readonly folder: string;
  readonly onOutput: (tail: string) => void;
  readonly tellEveryMs: number;
  readonly mask: (text: string) => string;
  readonly signal: AbortSignal;
};

async function follow({ folder, onOutput, tellEveryMs, mask, signal }: Followed): Promise<CommandEnd> {
  let seen = '';
  let lookAt = 0;
  let told = '';
  let tellAt = 0;
  let waitMs = tellEveryMs;
  for (;;) {
    // Most looks are only at one file name: the whole look is for telling, and for noticing that nobody is there.
    if (performance.now() >= lookAt || readExit(folder) !== undefined) {
      const now = look(folder, mask);
      if (now.state === 'ended') return now.end;
      if (now.state === 'absent')
        throw new GonogoError('command.failed', `Nothing is known of a command in ${folder}.`);
      if (now.tail !== seen) lookAt = performance.now() + tellEveryMs;
      seen = now.tail;
      if (now.tail !== told && performance.now() >= tellAt) {
        onOutput(now.tail);
        told = now.tail;
        tellAt = performance.now() + waitMs;
        waitMs = Math.min(2 * waitMs, TELL_RARELY * tellEveryMs);
      }
    }
    await pause(signal);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await wait(LOOK_EVERY_MS, undefined, { signal });
  } catch (cause) {
    throw new GonogoError('command.left', 'The bot stops; the command goes on without it.', { cause });
  }
}

function neverStarted(folder: string, why: string): void {
  const now = Date.now();
  const remark = `It was not started. ${why}`;
  writeExit(folder, { code: NOT_STARTED_CODE, signal: null, stopped: false, startedAt: now, endedAt: now, remark });
}
