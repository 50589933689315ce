import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** A server of the practice workspace. */
export type Listening = { readonly url: string; readonly port: number; readonly server: Server } & AsyncDisposable;

/** Opens `port` (default 0: any free one), by default on loopback. Throws when the port is taken. */
export async function listen(handler: RequestListener, port = 0, host = LOOPBACK): Promise<Listening> {
  const server = createServer(handler);
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${bound}`,
    port: bound,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** Answers with text, by default plain. */
export function sendText(res: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  res.writeHead(status, { 'content-type': type }).end(body);
}

/** Nothing in the practice workspace sends more. */
const BODY_BYTES_MAX = 1_000_000;

/** Reads a request to its end. Throws when it is larger than a megabyte. */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_BYTES_MAX) throw new Error('the request body is larger than 1 MB');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The path and query of a request, read against an address that does not matter. */
export function requestUrl(req: IncomingMessage): URL {
  return new URL(req.url ?? '/', 'http://practice');
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const { port, [Symbol.asyncDispose]: close } = await listen(() => {});
  await close();
  return port;
}
