import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from '#src/base/assert.ts';

/** What the keeper reads from its standard input; never written to disk, for the environment may hold secrets. */
export type KeeperOrder = {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  /** From TERM to KILL. */
  readonly graceMs: number;
};

export type KeeperAnswer = { readonly started: true } | { readonly started: false; readonly why: string };

const KEEPER = fileURLToPath(new URL('keeper.ts', import.meta.url));

/** A keeper answers within a fraction of a second; after this the run directory alone tells. */
const ANSWER_MS_MAX = 10_000;

/**
 * Starts the keeper in a session of its own and hands it the order. Null when it did not answer: the command may or may
 * not have been started. Throws when there is no keeper at all.
 */
export function launchKeeper(folder: string, order: KeeperOrder): Promise<KeeperAnswer | null> {
  const log = openSync(join(folder, 'keeper.log'), 'a', 0o600);
  const keeper = spawn(process.execPath, [KEEPER, folder], {
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'pipe', log],
  });
  closeSync(log);
  keeper.unref();
  const { stdin, stdout } = keeper;
  assert(stdin !== null && stdout !== null, 'they were asked for as pipes');
  return new Promise<KeeperAnswer | null>((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), ANSWER_MS_MAX);
    keeper.once('error', reject);
    // It died before it had read everything; then it has not started anything, and `close` follows.
    stdin.on('error', () => {});
    stdin.end(JSON.stringify(order));
    stdout.setEncoding('utf8').once('data', (said: string) => resolve(JSON.parse(said) as KeeperAnswer));
    stdout.once('close', () => resolve(null));
    stdout.on('error', () => resolve(null));
    keeper.once('close', () => clearTimeout(timer));
    timer.unref();
  }).finally(() => {
    stdin.destroy();
    stdout.destroy();
  });
}
