import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimRequest } from '../simulation/world/world.ts';

/** A short deploy that writes down that it ran: the command's own witness, whatever the bot believes. */
const script = (seconds: number) => `#!/bin/sh
echo "$RUNBOOK_EFFECT_ID $*" >> "$JOURNAL"
sleep ${seconds}
echo done
`;

/** A shop to release: a service over real HTTP, and a program that is started for real. */
export async function openShop({ deploySeconds = 0.4 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-kill-'));
  const bin = join(folder, 'bin');
  const journal = join(folder, 'journal');
  await mkdir(bin);
  await writeFile(join(bin, 'deploy'), script(deploySeconds));
  await chmod(join(bin, 'deploy'), 0o755);
  await writeFile(journal, '');
  const requests: SimRequest[] = [];
  const server = createServer((req, res) => {
    requests.push({
      method: req.method ?? '',
      url: req.url ?? '',
      key: req.headers['idempotency-key']?.toString() ?? null,
    });
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ errors: 0.2 }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    folder,
    bin,
    journal,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: requests as readonly SimRequest[],
    /** Every start of the program: the effect it was started for, and its words. */
    async starts(): Promise<readonly { readonly id: string; readonly argv: readonly string[] }[]> {
      const lines = (await readFile(journal, 'utf8')).split('\n').filter(line => line !== '');
      return lines.map(line => line.split(' ')).map(([id = '', ...argv]) => ({ id, argv }));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
