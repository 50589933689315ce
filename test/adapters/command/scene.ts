import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { type CommandsOptions, createCommands } from '#src/adapters/command/commands.ts';
import { identify } from '#src/adapters/command/process-identity.ts';
import { readClaim } from '#src/adapters/command/run-directory.ts';
import type { CommandEnd, CommandOrder } from '#src/ports/commands.ts';

export const HOST_PATH = process.env['PATH'] ?? '';
const BOT = fileURLToPath(new URL('bot.ts', import.meta.url));

/** A scratch folder with real commands in it; gone after the test. */
export function scene(options: Partial<CommandsOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const commands = createCommands({
    dataFolder: folder,
    path: HOST_PATH,
    secrets: {},
    mask: text => text,
    ...options,
  });
  const inside = (name: string) => join(folder, name);
  const shell = (id: string, script: string, env: CommandOrder['env'] = {}): CommandOrder => ({
    id,
    argv: ['/bin/sh', '-c', script],
    cwd: folder,
    env: { PATH: HOST_PATH, ...env },
  });
  return {
    folder,
    commands,
    inside,
    shell,
    run: async (order: CommandOrder): Promise<CommandEnd> => {
      await commands.start(order);
      return commands.follow(order.id, () => {});
    },
    /** A command waits with `read x < NAME`; writing to it lets it go on. */
    gate: (name: string) => {
      execFileSync('mkfifo', [inside(name)]);
      return { open: () => writeFile(inside(name), 'go\n') };
    },
    ofRun: (id: string, name: string) => join(folder, 'commands', id, name),
    keeperOf: (id: string): number => {
      const keeper = readClaim(join(folder, 'commands', id));
      if (keeper === undefined || 'abandoned' in keeper) throw new Error('it has no keeper');
      return keeper.pid;
    },
    pidIn: (file: string) => Number(readFileSync(file, 'utf8').trim().split('\n')[0]),
    /** A process of its own that starts the command as the bot does, and stays. */
    startBot: (order: CommandOrder): ChildProcess => {
      const bot = spawn(process.execPath, [BOT, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
      bot.stdin?.end(JSON.stringify(order));
      onTestFinished(() => {
        bot.kill('SIGKILL');
      });
      return bot;
    },
  };
}

export function appears(file: string): Promise<void> {
  return expect.poll(() => existsSync(file), { interval: 5, timeout: 20_000 }).toBe(true);
}

export function ends(pid: number): Promise<void> {
  return expect.poll(() => isThere(pid), { interval: 5, timeout: 20_000 }).toBe(false);
}

/** A zombie that this machine has not collected yet does not count. */
export function isThere(pid: number): boolean {
  return identify(pid) !== undefined;
}

export function exited(end: CommandEnd): Extract<CommandEnd, { how: 'exited' }> {
  if (end.how !== 'exited') throw new Error(`it was ${end.how}`);
  return end;
}
