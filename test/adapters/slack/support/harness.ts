import { createHmac } from 'node:crypto';
import { createSlackApp, type SlackAppOptions } from '#src/adapters/slack/bolt-app.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import { quietLog } from './log.ts';
import type { Delivery } from './payloads.ts';
import { startSlackStub } from './slack-stub.ts';
import { createTimers } from './timers.ts';

const SECRET = 'signing-secret-of-the-test';

export type Harness = Awaited<ReturnType<typeof startHarness>>;
type Given = Partial<Pick<SlackAppOptions, 'dispatch' | 'routes' | 'onAnswered'>> & {
  /** Set up Slack before the bot asks it anything. */
  readonly before?: (stub: Awaited<ReturnType<typeof startSlackStub>>) => void;
};

/** The real Bolt receiver on a real port, with a stub Slack behind it, timers moved by hand and a dispatch of the test's. */
export async function startHarness(given: Given = {}) {
  const stub = await startSlackStub();
  given.before?.(stub);
  const timers = createTimers();
  const log = quietLog();
  const heard: Incoming[] = [];
  let time = Date.parse('2026-11-21T10:00:00Z');
  let reply: (incoming: Incoming) => Promise<Reply> = given.dispatch ?? (async () => ({ kind: 'nothing' }));
  const app = createSlackApp({
    host: '127.0.0.1',
    port: 0,
    signingSecret: SECRET,
    botToken: 'xoxb-of-the-test',
    apiUrl: stub.apiUrl,
    routes: given.routes ?? [],
    log,
    clock: { now: () => time },
    after: timers.after,
    ...(given.onAnswered && { onAnswered: given.onAnswered }),
    dispatch: incoming => {
      heard.push(incoming);
      return reply(incoming);
    },
  });
  const { port } = await app.start();
  const url = `http://127.0.0.1:${port}`;

  return {
    app,
    stub,
    timers,
    log,
    heard,
    url,
    replies(answering: Reply | ((incoming: Incoming) => Promise<Reply>)) {
      reply = typeof answering === 'function' ? answering : async () => answering;
    },
    advanceClock(ms: number) {
      time += ms;
    },
    deliver: (delivery: Delivery, options?: SendOptions) => send(`${url}/slack/events`, delivery, options),
    async [Symbol.asyncDispose]() {
      await app.stop();
      await stub[Symbol.asyncDispose]();
    },
  };
}

type SendOptions = { readonly secret?: string; readonly ageMs?: number; readonly headers?: Record<string, string> };

/** Delivers as Slack does. Answers with status and body, JSON parsed where it is any. */
async function send(url: string, delivery: Delivery, { secret = SECRET, ageMs = 0, headers = {} }: SendOptions = {}) {
  const [type, body] =
    'form' in delivery
      ? ['application/x-www-form-urlencoded', new URLSearchParams(delivery.form).toString()]
      : ['application/json', JSON.stringify(delivery.json)];
  const timestamp = String(Math.floor((Date.now() - ageMs) / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': type ?? '',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
      ...headers,
    },
    body: body ?? '',
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}
