import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { SIGNING_SECRET } from './load.ts';

/** A server in a process of its own, asleep whenever another one is measured: two cores are too few for bystanders. */
export type Server = {
  readonly origin: string;
  readonly pid: number;
  /** What its threads have computed so far; it stays the same when others want the cores. NaN where there is no /proc. */
  cpuMs(): Promise<number>;
  sleep(): void;
  wake(): void;
  stop(): Promise<void>;
};

export type GonogoSettings = {
  readonly data: string;
  readonly slack: Server;
  /** For example `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
};

export function startStub(): Promise<Server> {
  return start(['test/bench/slack-stub.ts'], {});
}

export function startBare(): Promise<Server> {
  return start(['test/bench/bare-app.ts'], {});
}

/** The bot as `npm start` runs it. Ready when it answers. */
export function startGonogo({ data, slack, nodeOptions = [] }: GonogoSettings): Promise<Server> {
  return start([...nodeOptions, 'src/cli.ts', 'start'], gonogoEnvironment(data, slack));
}

export function gonogoEnvironment(data: string, slack: Pick<Server, 'origin'>): { readonly [name: string]: string } {
  return {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: `${slack.origin}/api/`,
    GONOGO_DATA: data,
    GONOGO_PORT: '0',
  };
}

async function start(args: readonly string[], env: { readonly [name: string]: string }): Promise<Server> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child, args.join(' '));
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid as number,
    cpuMs: () => cpuMs(child.pid as number),
    sleep: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** User and system time are the 14th and 15th field, in hundredths of a second on every Linux. */
async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}

/** The first line that names a port says that it listens; warnings of the bot are passed on. */
async function portOf(child: ChildProcess, name: string): Promise<number> {
  const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
  return new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`${name} ended with ${code} before it listened`)));
    lines.on('line', line => {
      const said = JSON.parse(line) as { readonly port?: number; readonly level?: number | string };
      if (typeof said.port === 'number') resolve(said.port);
      if (said.level === 'warn' || said.level === 'error' || Number(said.level) >= 40) console.error(line);
    });
  });
}
