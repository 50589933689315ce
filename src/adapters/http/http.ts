import { Agent, fetch as undiciFetch } from 'undici';
import { SECOND, sayDuration } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { Http, HttpAnswer, HttpRequest } from '#src/ports/http.ts';
import { certainlyNotSent, reasonOf } from './failures.ts';
import { fillSecrets, type Secrets } from './secrets.ts';

export type HttpParts = {
  /** Name -> value of what `${{ secrets.NAME }}` stands for. */
  readonly secrets: { readonly [name: string]: string };
  /** Put around every call, for example to write it down. Default: nothing. */
  readonly wrap?: (fetchFn: typeof fetch) => typeof fetch;
};

const DEFAULT_TIMEOUT_MS = 10 * SECOND;
const CONNECT_TIMEOUT_MS = 5 * SECOND;
export const ANSWER_BYTES_MAX = 1_000_000;

/** Plain HTTP. Close it to end its connections. */
export function createHttp({ secrets, wrap }: HttpParts): Http & AsyncDisposable {
  // No connection is used twice: one that the other side just closed would look like a service that is down.
  const dispatcher = new Agent({ pipelining: 0, connect: { timeout: CONNECT_TIMEOUT_MS } });
  const plain: typeof fetch = ((input: string, init: object) =>
    undiciFetch(input, { ...init, dispatcher })) as unknown as typeof fetch;
  const fetchFn = wrap ? wrap(plain) : plain;
  return {
    send: request => send(request, { fetchFn, secrets }),
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

type Means = { readonly fetchFn: typeof fetch; readonly secrets: { readonly [name: string]: string } };

async function send(request: HttpRequest, { fetchFn, secrets }: Means): Promise<HttpAnswer> {
  const url = addressOf(request.url);
  const filled = fillSecrets(request.headers, secrets);
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const started = performance.now();
  try {
    const response = await fetchFn(url.href, {
      method: request.method,
      headers: { 'user-agent': 'gonogo', ...contentType(request), ...filled.headers },
      // A redirect is an answer like any other; following it would carry secrets to an address nobody wrote down.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(request.json !== undefined && { body: JSON.stringify(request.json) }),
    });
    const text = await readText(response);
    return toAnswer(response, text, { filled, latencyMs: Math.round(performance.now() - started) });
  } catch (error) {
    if (error instanceof GonogoError) throw error;
    throw failure(`${request.method} ${url.origin}${url.pathname}`, error, timeoutMs);
  }
}

function contentType(request: HttpRequest): { [name: string]: string } {
  return request.json === undefined ? {} : { 'content-type': 'application/json' };
}

/** Throws `http.failed` for anything that is not a plain http or https address. */
function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url)
    throw new GonogoError('http.failed', `"${text}" is no address: write for example https://shop.example/health`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new GonogoError('http.failed', `${url.protocol}// is not spoken here: write an http or https address`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new GonogoError('http.failed', `the address of ${url.host} holds a name or password: put it into a header`);
  }
  return url;
}

/** Throws `http.failed` when more than 1 MB comes: half an answer would be judged as a whole one. */
async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > ANSWER_BYTES_MAX) {
      throw new GonogoError('http.failed', `HTTP ${response.status} with more than 1 MB: ask for less`, {
        unknown: true,
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function toAnswer(
  response: Response,
  text: string,
  { filled, latencyMs }: { readonly filled: Secrets; readonly latencyMs: number },
): HttpAnswer {
  const headers = [...response.headers].map(([name, value]) => [name, filled.mask(value)] as const);
  return { status: response.status, headers: Object.fromEntries(headers), text: filled.mask(text), latencyMs };
}

function failure(what: string, error: unknown, timeoutMs: number): GonogoError {
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const says = timedOut ? `no answer within ${sayDuration(timeoutMs)}` : reasonOf(error);
  return new GonogoError('http.failed', `${what}: ${says}`, {
    retryable: true,
    unknown: timedOut || !certainlyNotSent(error),
    cause: error,
  });
}
