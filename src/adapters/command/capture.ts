import { spawn } from 'node:child_process';
import { GonogoError } from '#src/errors.ts';
import type { Captured } from '#src/ports/commands.ts';
import type { KeeperOrder } from './launch.ts';
import { signalGroup } from './process-group.ts';

export type CaptureLimits = { readonly timeoutMs: number; readonly bytesMax: number };

/** How long what was already printed may take to arrive after the end; a child left behind may hold the pipe for ever. */
const AFTER_EXIT_MS = 1_000;

/**
 * Runs a command that only reads, and hands over what it printed: by a pipe, in memory, to the caller alone. No keeper and
 * no files, because what it prints may be secret; so it ends with the bot and may simply be asked again. What it prints
 * to standard error is thrown away, for the same reason. Rejects with `command.failed` when it could not be started, with
 * `command.left` when the bot stops.
 */
export function capture(
  { argv, cwd, env }: Omit<KeeperOrder, 'graceMs'>,
  limits: CaptureLimits,
  closing: AbortSignal,
): Promise<Captured> {
  const [file = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...env }, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const parts: Buffer[] = [];
    let size = 0;
    const printed = () => Buffer.concat(parts).toString('utf8');

    function over(answer: () => void): void {
      clearTimeout(late);
      clearTimeout(held);
      closing.removeEventListener('abort', left);
      child.stdout.removeAllListeners('data').destroy();
      answer();
    }
    function kill(): void {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    }
    function left(): void {
      kill();
      over(() => reject(new GonogoError('command.left', 'The bot stops; what was only read is read again.')));
    }
    function cutOff(why: Captured): void {
      kill();
      over(() => resolve(why));
    }

    const late = setTimeout(() => cutOff({ how: 'too-slow' }), limits.timeoutMs);
    let held: NodeJS.Timeout | undefined;
    closing.addEventListener('abort', left, { once: true });
    child.on('error', cause => {
      const why = `The command was not started: ${cause.message}`;
      over(() => reject(new GonogoError('command.failed', why, { cause })));
    });
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      if (size > limits.bytesMax) cutOff({ how: 'too-much' });
      else parts.push(part);
    });
    child.once('exit', (code, signal) => {
      const how = () => ({ how: 'exited', code, signal, stdout: printed() }) as const;
      held = setTimeout(() => cutOff(how()), AFTER_EXIT_MS);
      child.stdout.once('close', () => over(() => resolve(how())));
    });
  });
}
