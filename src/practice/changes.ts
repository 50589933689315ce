import type { ServerResponse } from 'node:http';
import type { Pulse } from './protocol.ts';

/** Tells every open page that something changed, and once a second how things stand. */
export type ChangeFeed = { add(res: ServerResponse): void; changed(): void; pulse(now: Pulse): void };

/** One answer of the bot is several changes; the page reads them together. */
const GATHER_MS = 40;

export function createChangeFeed(): ChangeFeed {
  const readers = new Set<ServerResponse>();
  let gathering = false;
  const send = (event: string, data: string) => {
    for (const res of readers) res.write(`event: ${event}\ndata: ${data}\n\n`);
  };
  return {
    add(res) {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      res.write('retry: 1000\n\n');
      readers.add(res);
      res.on('close', () => readers.delete(res));
    },
    changed() {
      if (gathering) return;
      gathering = true;
      setTimeout(() => {
        gathering = false;
        send('changed', '1');
      }, GATHER_MS);
    },
    pulse: now => send('pulse', JSON.stringify(now)),
  };
}
