import { createHmac } from 'node:crypto';
import { GonogoError } from '#src/errors.ts';
import type { Http, HttpAnswer } from '#src/ports/http.ts';
import type { Subscribers } from '#src/ports/subscribers.ts';

export type SubscribersParts = {
  readonly http: Http;
  /** Name of a variable -> `whsec_` and base64 each, the newest first: what receivers check the signature with. */
  readonly secrets: { readonly [name: string]: readonly string[] };
  /** The machine's clock: receivers refuse a signature that is minutes old. */
  readonly now: () => number;
  /** Default 20 s, between the 15 and 30 that Standard Webhooks asks for. */
  readonly timeoutMs?: number;
};

/** Delivers CloudEvents, each signed as Standard Webhooks says. */
export function createSubscribers({ http, secrets, now, timeoutMs = 20_000 }: SubscribersParts): Subscribers {
  return {
    async deliver({ url, headers, secret, event }) {
      const timestamp = String(Math.floor(now() / 1_000));
      const signed = `${event.id}.${timestamp}.${JSON.stringify(event)}`;
      // While a secret is changed, a receiver that has only one of the two finds its own signature.
      const signatures = secretsOf(secrets, secret, url).map(one => signature(one, signed));
      const answer = await http
        .send({
          method: 'POST',
          url,
          headers: {
            ...headers,
            'content-type': 'application/cloudevents+json; charset=utf-8',
            'webhook-id': event.id,
            'webhook-timestamp': timestamp,
            'webhook-signature': signatures.join(' '),
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

function secretsOf(secrets: SubscribersParts['secrets'], name: string, url: string): readonly string[] {
  const found = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (found !== undefined) return found;
  const says = `The subscriber ${hostOf(url)} was sent nothing: ${name} is not set, and nothing is sent unsigned.`;
  throw new GonogoError('subscriber.failed', says);
}

function signature(secret: string, signed: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
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
