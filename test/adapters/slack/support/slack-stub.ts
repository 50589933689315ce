import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call as it came over the wire, form decoded and JSON in it parsed. */
export type StubCall = { readonly method: string; readonly args: Record<string, unknown>; readonly token: string };

export type StubAnswer =
  | { readonly json: object; readonly status?: number; readonly headers?: Record<string, string> }
  | { readonly text: string; readonly status?: number }
  /** Takes the request and hangs up: sent, no answer. */
  | 'reset'
  /** Half a body, then nothing more. */
  | 'cut'
  /** Never answers. */
  | 'hang';

type Answering = (args: Record<string, unknown>) => StubAnswer;

export type SlackStub = Awaited<ReturnType<typeof startSlackStub>>;

const DEFAULTS: { readonly [method: string]: object } = {
  'auth.test': { team_id: 'T1', user_id: 'UBOT', bot_id: 'BBOT', url: 'https://team.slack.com/' },
  'users.info': { user: { id: 'UANA', team_id: 'T1' } },
  'conversations.open': { channel: { id: 'D1' } },
  'chat.postMessage': { channel: 'C1', ts: '1700000000.000100' },
};

/**
 * A wire with whatever we want at its end: for answers the strict fake never gives (half a body, a proxy's page) and
 * for seeing exactly what was sent. Anything else is tested against the fake.
 */
export async function startSlackStub() {
  const calls: StubCall[] = [];
  const answers = new Map<string, Answering>();
  const waiting: (() => void)[] = [];
  const taken = new Map<string, number>();

  const server = createServer(async (req, res) => {
    const call = await readCall(req);
    calls.push(call);
    for (const one of waiting.splice(0)) one();
    send(res, answers.get(call.method)?.(call.args) ?? { json: { ok: true, ...DEFAULTS[call.method] } });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    apiUrl: `${url}/api/`,
    calls,
    /** Calls of one method so far. */
    of: (method: string) => calls.filter(call => call.method === method),
    answer(method: string, answering: Answering | StubAnswer) {
      answers.set(method, typeof answering === 'function' ? answering : () => answering);
    },
    refuse: (method: string, error: string) => answers.set(method, () => ({ json: { ok: false, error } })),
    /** The first call of this method that was not taken yet, as soon as it comes. */
    async next(method: string): Promise<StubCall> {
      const index = taken.get(method) ?? 0;
      taken.set(method, index + 1);
      for (;;) {
        const call = calls.filter(one => one.method === method)[index];
        if (call) return call;
        await new Promise<void>(resolve => waiting.push(resolve));
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function readCall(req: IncomingMessage): Promise<StubCall> {
  const parts: Buffer[] = [];
  for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
  const body = Buffer.concat(parts).toString();
  const { pathname } = new URL(req.url ?? '/', 'http://stub');
  const method = pathname.replace(/^\/api\//, '');
  const token = String(req.headers.authorization ?? '');
  if (req.headers['content-type'] === 'application/x-www-form-urlencoded') {
    const fields = [...new URLSearchParams(body)].map(([name, value]) => [name, parsed(value)]);
    return { method, token, args: Object.fromEntries(fields) };
  }
  return { method, token, args: method.startsWith('/response') ? JSON.parse(body) : { body } };
}

function parsed(value: string): unknown {
  return /^[[{]/.test(value) ? JSON.parse(value) : value;
}

function send(res: ServerResponse, answer: StubAnswer): void {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    res.destroy();
  } else if (answer === 'cut') {
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    res.write('{"ok":true,', () => res.destroy());
  } else if ('text' in answer) {
    res.writeHead(answer.status ?? 200, { 'content-type': 'text/html' }).end(answer.text);
  } else {
    res.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    res.end(JSON.stringify(answer.json));
  }
}
