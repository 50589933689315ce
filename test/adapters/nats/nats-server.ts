import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { freePort } from '#src/practice/http.ts';

/** Debian's package of this name has it. Where `NATS_SERVER` names one, as in `.ci/run`, it has to be there. */
const NATS_SERVER = process.env['NATS_SERVER'] ?? 'nats-server';

export function hasNats(): boolean {
  const wanted = process.env['NATS_SERVER'] !== undefined;
  return wanted || spawnSync(NATS_SERVER, ['--version'], { stdio: 'ignore' }).status === 0;
}

export type NatsServer = {
  /** `host:port`, the same for its whole life. */
  readonly server: string;
  start(): Promise<void>;
  /** As `kill -9`; what it kept is on disk. */
  stop(): Promise<void>;
  /** A stream that takes these subjects. */
  addStream(name: string, subjects: readonly string[], limits?: { readonly max_msgs: number }): Promise<void>;
  removeStream(name: string): Promise<void>;
  /** What a stream holds, oldest first. */
  kept(name: string): Promise<readonly Kept[]>;
} & AsyncDisposable;

export type Kept = { readonly subject: string; readonly id: string; readonly type: string; readonly body: string };

/** Of whoever looks at it; with `authorization` they are a user like any other. */
export const KEEPER = { user: 'keeper', pass: 'keeper-password' };
const WAIT_MS = 20_000;

type Options = {
  /** Default true. */
  readonly jetstream?: boolean;
  /** In the words of its configuration. Default: anybody may do anything. */
  readonly authorization?: object;
};

/** A real NATS server on loopback that keeps its streams below a folder of its own. */
export async function startNats({ jetstream = true, authorization }: Options = {}): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'nats-'));
  const port = await freePort();
  const server = `127.0.0.1:${port}`;
  const config = {
    listen: server,
    ...(jetstream && { jetstream: { store_dir: join(folder, 'streams') } }),
    ...(authorization && { authorization }),
  };
  // JSON is its configuration's language, too.
  writeFileSync(join(folder, 'nats.conf'), JSON.stringify(config));
  let child: ChildProcess | null = null;

  const look = async <Answer>(ask: (manager: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<Answer>) => {
    const connection = await connect({ servers: server, ...(authorization && KEEPER) });
    try {
      return await ask(await jetstreamManager(connection));
    } finally {
      await connection.close();
    }
  };

  const nats: NatsServer = {
    server,
    async start() {
      child = spawn(NATS_SERVER, ['-c', join(folder, 'nats.conf')], { stdio: 'ignore' });
      const began = performance.now();
      for (;;) {
        const connection = await connect({ servers: server, ...(authorization && KEEPER) }).catch(() => null);
        if (connection) return connection.close();
        if (performance.now() - began > WAIT_MS) throw new Error(`${NATS_SERVER} did not listen within ${WAIT_MS} ms`);
        await sleep(50);
      }
    },
    async stop() {
      if (child === null || child.exitCode !== null) return;
      const ended = new Promise(resolve => child?.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      child = null;
    },
    async addStream(name, subjects, limits) {
      await look(manager =>
        manager.streams.add({ name, subjects: [...subjects], ...limits, ...(limits && { discard: 'new' }) }),
      );
    },
    async removeStream(name) {
      await look(manager => manager.streams.delete(name));
    },
    kept: name =>
      look(async manager => {
        const { state } = await manager.streams.info(name);
        const kept: Kept[] = [];
        for (let seq = Math.max(state.first_seq, 1); seq <= state.last_seq; seq++) {
          const message = await manager.streams.getMessage(name, { seq });
          if (message === null) continue;
          const { subject, header } = message;
          const read = { id: header.get('Nats-Msg-Id'), type: header.get('Content-Type') };
          kept.push({ subject, ...read, body: message.string() });
        }
        return kept;
      }),
    async [Symbol.asyncDispose]() {
      await nats.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await nats.start();
  return nats;
}
