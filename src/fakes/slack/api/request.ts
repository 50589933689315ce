import type { IncomingMessage } from 'node:http';
import type { RawArguments } from './arguments.ts';

/** Slack takes no more in one request. */
const BODY_MAX = 4 * 1024 * 1024;

/** A request, read whole. */
export type Request = {
  readonly verb: string;
  /** With its query. */
  readonly path: string;
  readonly pathname: string;
  /** The body, or the file in it. */
  readonly bytes: Buffer;
  readonly authorization: string | undefined;
  /** The arguments of a form, a query or a JSON body; empty for anything else. */
  readonly raw: RawArguments;
  /** The body for the record: arguments with the token masked, or a word about the bytes. */
  readonly recordable: unknown;
};

export async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const path = incoming.url ?? '/';
  const { pathname, searchParams } = new URL(path, 'http://fake');
  const type = incoming.headers['content-type'] ?? '';
  const bytes = await fileIn(type, await readBody(incoming));
  const body = readArguments(type, bytes);
  const raw: RawArguments = { ...Object.fromEntries(searchParams), ...body };
  const recordable = body === undefined ? `${bytes.length} bytes` : masked(body);
  const { authorization } = incoming.headers;
  return { verb: incoming.method ?? 'GET', path, pathname, bytes, authorization, raw, recordable };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_MAX) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Slack's client sends a file as a form of one part; others send the bytes themselves. */
async function fileIn(type: string, bytes: Buffer): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return bytes;
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const [part] = form.values();
  return part instanceof Blob ? Buffer.from(await part.arrayBuffer()) : Buffer.from(part ?? '');
}

function readArguments(type: string, bytes: Buffer): RawArguments | undefined {
  if (type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(bytes.toString()));
  if (!type.startsWith('application/json')) return bytes.length === 0 ? {} : undefined;
  try {
    const body: unknown = JSON.parse(bytes.toString());
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
  } catch {
    return {};
  }
}

function masked(body: RawArguments): RawArguments {
  return 'token' in body ? { ...body, token: '***' } : body;
}
