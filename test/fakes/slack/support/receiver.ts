import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '#src/base/json.ts';

/** A delivery as a bot sees it: checked, and read as form fields, an interaction's payload or an event. */
export type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly fields: { readonly [name: string]: string };
  readonly payload: JsonObject;
};

export type Answer = {
  readonly status?: number;
  readonly body?: string | JsonObject;
  readonly headers?: { readonly [name: string]: string };
};
export type Answerer = (received: Received) => Answer | undefined | Promise<Answer | undefined>;

/** A bot without a mind: checks the signature as Slack's documents say, and answers what the test wants. */
export async function startReceiver(secret: string, answerer: Answerer = () => undefined) {
  const received: Received[] = [];
  let answer = answerer;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (!isSigned(secret, incoming.headers, body)) return void outgoing.writeHead(401).end('bad signature');
    const fields = Object.fromEntries(new URLSearchParams(body));
    const json = body.startsWith('{') ? body : (fields['payload'] ?? '{}');
    const one = { headers: incoming.headers, body, fields, payload: JSON.parse(json) as JsonObject };
    received.push(one);
    const reply = (await answer(one)) ?? {};
    const text = typeof reply.body === 'string' || reply.body === undefined ? reply.body : JSON.stringify(reply.body);
    outgoing.writeHead(reply.status ?? 200, reply.headers).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    received,
    answerWith(next: Answerer) {
      answer = next;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

function isSigned(secret: string, headers: IncomingHttpHeaders, body: string): boolean {
  const at = String(headers['x-slack-request-timestamp']);
  if (Math.abs(Date.now() / 1_000 - Number(at)) > 300) return false;
  const wanted = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
  const given = String(headers['x-slack-signature']);
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}
