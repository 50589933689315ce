import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
const READY_WITHIN_MS = 20_000;

/** The real program, started as an operator does: `gonogo start` with nothing but its environment. */
export class BotProcess {
  readonly port: number;
  readonly #env: { readonly [name: string]: string };
  #child: ChildProcess | null = null;
  /** What it wrote, for the one who has to find out why. */
  output = '';

  constructor(port: number, env: { readonly [name: string]: string }) {
    this.port = port;
    this.#env = env;
  }

  start(): void {
    const child = spawn(process.execPath, [join(ROOT, 'src/cli.ts'), 'start'], {
      cwd: ROOT,
      env: { ...this.#env, GONOGO_PORT: String(this.port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', chunk => {
        this.output = (this.output + chunk).slice(-8_000);
      });
    }
    this.#child = child;
  }

  /** Throws when it is not ready in time, with what it said. */
  async ready(): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    while (performance.now() < until) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/ready`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      if (this.#child?.exitCode !== null) break;
      await wait(15);
    }
    throw new Error(`the bot did not come up:\n${this.output}`);
  }

  /** SIGKILL: no handler, no farewell. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** SIGTERM, as a service manager sends it. Answers how long it took to be gone. */
  async terminate(): Promise<number> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return 0;
    const asked = performance.now();
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    return performance.now() - asked;
  }

  /** SIGTERM again and again, as somebody in a hurry does. Answers how long it took to be gone, and its exit code. */
  async insist(): Promise<{ readonly ms: number; readonly code: number | null }> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return { ms: 0, code: child?.exitCode ?? null };
    const asked = performance.now();
    const gone = once(child, 'exit');
    const again = setInterval(() => child.kill('SIGTERM'), 100);
    const [code] = await gone;
    clearInterval(again);
    return { ms: performance.now() - asked, code: code as number | null };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
