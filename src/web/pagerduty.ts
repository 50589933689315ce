import type { IncomingMessage } from 'node:http';
import type { Log } from '#src/ports/log.ts';
import type { PageNews } from '#src/ports/pager.ts';
import type { Route } from '#src/ports/route.ts';
import { answerInTime, bodyOf, end } from './webhook.ts';

/** PagerDuty drops what is larger itself. */
const BODY_BYTES_MAX = 256 * 1024;
/** PagerDuty waits 5 s, and hears of a failure while it still listens. */
const ANSWER_WITHIN_MS = 4_000;

export type PagerDutyRouteParts = {
  /** Checks the signature of the raw body and reads it: `adapters/pagerduty/webhooks.ts`. */
  readonly read: (
    body: Buffer,
    signature: string,
  ) => Promise<'bad-signature' | 'unreadable' | 'ignored' | { readonly news: readonly PageNews[] }>;
  /** Resolves once the news is on disk. The same may come again: its id tells. */
  readonly receive: (news: PageNews) => Promise<void>;
  readonly log: Log;
  /** Default 4 s. */
  readonly answerWithinMs?: number;
};

/**
 * `POST /webhooks/pagerduty`. 202: on disk, or nothing for us. 5xx: PagerDuty sends it again, up to four times in 20
 * minutes. Any other 4xx is dropped for ever, and three in a row switch the subscription off: so only what PagerDuty did
 * not sign gets one, and what it signed but we cannot read is taken and told to the operator.
 */
export function pagerDutyRoute(parts: PagerDutyRouteParts): Route {
  return {
    path: '/webhooks/pagerduty',
    methods: ['POST'],
    async handle(req, res) {
      const answering = { from: 'PagerDuty', log: parts.log, answerWithinMs: parts.answerWithinMs ?? ANSWER_WITHIN_MS };
      end(req, res, await answerInTime(answerTo(req, parts), answering));
    },
  };
}

async function answerTo(req: IncomingMessage, { read, receive, log }: PagerDutyRouteParts): Promise<number> {
  const body = await bodyOf(req, BODY_BYTES_MAX);
  if (body === null) return 413;
  const reading = await read(body, String(req.headers['x-pagerduty-signature'] ?? ''));
  if (reading === 'bad-signature') {
    log.warn({}, 'a webhook without the signature of PagerDuty was refused: check PAGERDUTY_WEBHOOK_SECRET');
    return 401;
  }
  if (reading === 'unreadable') {
    log.error({ bytes: body.length }, 'a webhook signed by PagerDuty could not be read and is left out');
    return 202;
  }
  if (reading === 'ignored') return 202;
  for (const news of reading.news) await receive(news);
  return 202;
}
