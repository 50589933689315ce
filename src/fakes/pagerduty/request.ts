import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** More than anything PagerDuty takes; what is beyond is not kept. */
const KEPT_BYTES_MAX = 4 * 1024 * 1024;

export type Request = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** Undefined: no JSON. */
  readonly json: unknown;
};

/** What goes back: a status, a JSON body, and headers beside the usual. */
export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: { readonly [name: string]: string };
};

export async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const path = incoming.url ?? '/';
  const { pathname, searchParams } = new URL(path, 'http://fake');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= KEPT_BYTES_MAX) chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const method = incoming.method ?? 'GET';
  return { method, path, pathname, query: searchParams, headers: incoming.headers, bytes, json: jsonOf(bytes) };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
