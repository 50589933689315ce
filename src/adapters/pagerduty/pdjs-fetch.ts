import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { api } from '@pagerduty/pdjs';

const ANSWER_BYTES_MAX = 2_000_000;
const NO_BODY = [204, 205, 304];

/**
 * PagerDuty's client, wearing fetch's face, so that it can be recorded and judged like any other call. Its traps, and how
 * each is closed:
 * - `server` forces https: the whole address goes in as `url`.
 * - its own time-out only holds a timer for 30 s: `requestTimeout: 0` makes none, the caller's `signal` ends the request.
 * - a 429 is repeated three times after 20 s each: seen as it arrives, it ends the request, before the client knows.
 * - 4xx and 5xx resolve: the status is the caller's to judge.
 * - a body that is no JSON, or half of one, rejects with a Response, no Error: it becomes an answer without a body.
 * - `.all()` and `resource` depend on ".com" in the address: neither is used.
 * - it follows redirects: `manual`.
 * - a header of its own in another case is sent twice: they go in under exactly its names.
 */
export const pdjsFetch: typeof fetch = async (input, init = {}) => {
  const headers = new Headers(init.headers);
  const tooMany = new AbortController();
  const answered = { status: 0, headers: new Headers() };
  const agents = { 'http:': new HttpAgent(), 'https:': new HttpsAgent() } as const;
  const mine: readonly unknown[] = Object.values(agents);
  const seen = (message: unknown) => {
    const { request, response } = message as { request: { agent?: unknown }; response: IncomingMessage };
    if (!mine.includes(request.agent)) return;
    answered.status = response.statusCode ?? 0;
    answered.headers = headersOf(response);
    if (answered.status === 429) tooMany.abort();
  };
  subscribe('http.client.response.finish', seen);
  try {
    const options = {
      url: String(input),
      method: 'GET',
      headers: { Accept: headers.get('accept') ?? '', Authorization: headers.get('authorization') ?? '' },
      signal: init.signal ? AbortSignal.any([init.signal, tooMany.signal]) : tooMany.signal,
      requestTimeout: 0,
      redirect: 'manual' as const,
      // Options of the client's own fetch, which it hands through but does not declare.
      agent: (url: URL) => agents[url.protocol === 'http:' ? 'http:' : 'https:'],
      size: ANSWER_BYTES_MAX,
    };
    const { data } = await api(options);
    return answer(answered, JSON.stringify(data));
  } catch (error) {
    if (tooMany.signal.aborted) return answer(answered, null);
    if (error instanceof Error) throw error;
    return answer(answered, null);
  } finally {
    unsubscribe('http.client.response.finish', seen);
  }
};

function headersOf(response: IncomingMessage): Headers {
  const pairs = Object.entries(response.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  return new Headers(pairs);
}

/** The client has decoded the body already, so what described its bytes no longer holds. */
function answer({ status, headers }: { status: number; headers: Headers }, body: string | null): Response {
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
  return new Response(NO_BODY.includes(status) ? null : body, { status, headers });
}
