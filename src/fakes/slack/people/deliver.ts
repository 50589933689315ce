import { createHmac } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Instant } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';

/** What the bot answered to a delivery, or why it did not. Times are of the machine's clock. */
export type Delivery = {
  /** `slash`, `block_actions`, `view_submission`, `event` ... */
  readonly kind: string;
  readonly at: Instant;
  /** Undefined when nothing came back in time. */
  readonly status: number | undefined;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly elapsedMs: number;
  readonly failure: 'timeout' | 'connection' | undefined;
};

export type Outgoing = {
  readonly kind: string;
  readonly body: string;
  readonly contentType: 'application/x-www-form-urlencoded' | 'application/json';
  readonly headers?: { readonly [name: string]: string };
};

export type Deliver = (outgoing: Outgoing) => Promise<Delivery>;

type Parts = {
  readonly signingSecret: string;
  readonly answerWithinMs: number;
  readonly keepAlive: boolean;
  readonly url: () => string | undefined;
  readonly now: () => Instant;
};

/** Sends a signed request to the bot, exactly as Slack does, and waits no longer than Slack. */
export function createDeliver(parts: Parts): { deliver: Deliver; close: () => void } {
  const agent = new Agent({ keepAlive: parts.keepAlive });
  const deliver: Deliver = outgoing => {
    const url = parts.url();
    if (url === undefined) {
      throw new GonogoError(
        'fake.misused',
        'The Slack fake has no eventsUrl: set slack.eventsUrl to where the bot listens.',
      );
    }
    return send(new URL(url), outgoing, agent, parts);
  };
  return { deliver, close: () => agent.destroy() };
}

/** The two headers by which the bot knows that Slack is speaking. Fresh by the machine's clock, as the bot checks it. */
export function sign(secret: string, body: string, seconds: number): { [name: string]: string } {
  const digest = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${digest}` };
}

function send(url: URL, outgoing: Outgoing, agent: Agent, parts: Parts): Promise<Delivery> {
  const { kind, body, contentType } = outgoing;
  const started = performance.now();
  const headers = {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    accept: '*/*',
    ...sign(parts.signingSecret, body, Math.floor(Date.now() / 1_000)),
    ...outgoing.headers,
  };
  return new Promise(resolve => {
    const end = (answer: Pick<Delivery, 'status' | 'body' | 'headers' | 'failure'>) => {
      clearTimeout(deadline);
      resolve({ kind, at: parts.now(), elapsedMs: performance.now() - started, ...answer });
    };
    const call = request(url, { method: 'POST', headers, agent }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', chunk => chunks.push(chunk));
      answer.on('error', () => end({ status: undefined, body: '', headers: {}, failure: 'connection' }));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        end({ status: answer.statusCode, body: text, headers: answer.headers, failure: undefined });
      });
    });
    const deadline = setTimeout(() => {
      end({ status: undefined, body: '', headers: {}, failure: 'timeout' });
      call.destroy();
    }, parts.answerWithinMs);
    call.on('error', () => end({ status: undefined, body: '', headers: {}, failure: 'connection' }));
    call.end(body);
  });
}
