import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isAuthorized, readAlerts } from '#src/adapters/alert-webhook/read.ts';
import type { ToldAlert } from '#src/ports/alert-sender.ts';
import { type AlertRouteParts, alertRoute } from '#src/web/alerts.ts';

export const TOKEN = 'a-token-of-the-sender';

/** A server with nothing but the route, and what came in by it. */
export async function startReceiver(parts: Partial<AlertRouteParts> = {}) {
  const received: ToldAlert[] = [];
  const products: (string | null)[] = [];
  const said: string[] = [];
  const tell = (_fields: object, message: string) => void said.push(message);
  const route = alertRoute({
    sender: 'alertmanager',
    isAuthorized: header => isAuthorized(header, TOKEN),
    read: readAlerts,
    async receive({ alerts, product }) {
      received.push(...alerts);
      products.push(product);
      return null;
    },
    log: { debug() {}, info() {}, warn: tell, error: tell },
    ...parts,
  });
  const server = createServer((req, res) => void route.handle(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    received,
    products,
    /** Log lines for the operator. */
    said,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${route.path}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
