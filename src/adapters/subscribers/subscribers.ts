import { createHmac } from 'node:crypto';
import { GonogoError } from '#src/errors.ts';
import type { Http, HttpAnswer } from '#src/ports/http.ts';
import type { Subscribers } from '#src/ports/subscribers.ts';

export type SubscribersParts = {
  readonly http: Http;
  /** `whsec_` and base64, 24 to 64 bytes: what receivers check the signature with. */
  readonly secret: string;
  /** The machine's clock: receivers refuse a signature that is minutes old. */
  readonly now: () => number;
  /** Default 20 s, between the 15 and 30 that Standard Webhooks asks for. */
  readonly timeoutMs?: number;
};

/** Delivers CloudEvents, each signed as Standard Webhooks says. */
export function createSubscribers({ http, secret, now, timeoutMs = 20_000 }: SubscribersParts): Subscribers {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return {
    async deliver({ url, headers, event }) {
      const timestamp = String(Math.floor(now() / 1_000));
      const signed = `${event.id}.${timestamp}.${JSON.stringify(event)}`;
      const signature = createHmac('sha256', key).update(signed).digest('base64');
      const answer = await http
        .send({
          method: 'POST',
          url,
          headers: {
            ...headers,
            'content-type': 'application/cloudevents+json; charset=utf-8',
            'webhook-id': event.id,
            'webhook-timestamp': timestamp,
            'webhook-signature': `v1,${signature}`,
          },
          json: event,
          timeoutMs,
        })
        .catch((cause: unknown) => {
          throw unsent(cause, url);
        });
      if (answer.status < 200 || answer.status > 299) throw refused(answer, url);
    },
  };
}

function unsent(cause: unknown, url: string): unknown {
  if (!(cause instanceof GonogoError)) return cause;
  const { retryable, unknown } = cause;
  const says = unknown ? 'gave no answer' : retryable ? 'could not be reached' : cause.message;
  return new GonogoError('subscriber.failed', `The subscriber ${hostOf(url)} ${says}.`, { retryable, unknown, cause });
}

/** 410 means that nobody wants it any more; everything else may be mended by the other side. */
function refused({ status, headers }: HttpAnswer, url: string): GonogoError {
  const seconds = headers['retry-after'] ?? '';
  return new GonogoError('subscriber.failed', `The subscriber ${hostOf(url)} answered ${status}.`, {
    retryable: status !== 410,
    ...(/^\d{1,5}$/.test(seconds) && { retryAfterMs: Number(seconds) * 1_000 }),
  });
}

/** The whole address may hold a token. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'without an address';
}
