import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AlertsRefused, ToldAlert } from '#src/ports/alert-sender.ts';
import type { Log } from '#src/ports/log.ts';
import type { Route } from '#src/ports/route.ts';
import type { Answer } from './webhook.ts';
import { answerInTime, bodyOf, end } from './webhook.ts';

/** A storm of alerts in one message; Alertmanager can be told to send fewer (`max_alerts`). */
const BODY_BYTES_MAX = 1024 * 1024;
/** Alertmanager and Grafana wait longer; whoever runs them sees what fails. */
const ANSWER_WITHIN_MS = 8_000;

export type AlertRouteParts = {
  readonly sender: 'alertmanager' | 'grafana';
  readonly isAuthorized: (header: string) => boolean;
  /** Default: no signature is asked for. */
  readonly isSigned?: (body: Buffer, headers: IncomingHttpHeaders) => boolean;
  /** Null: not what these two send. */
  readonly read: (text: string) => { readonly alerts: readonly ToldAlert[]; readonly truncated: number } | null;
  /**
   * Resolves with null once it is on disk. `product`: from the address; null: it does not say. The same may come again.
   */
  readonly receive: (told: {
    readonly alerts: readonly ToldAlert[];
    readonly product: string | null;
  }) => Promise<AlertsRefused | null>;
  readonly log: Log;
};

/**
 * `POST /webhooks/alertmanager` and `/webhooks/grafana`, with `?product=shop` where one sender serves several. 202: on
 * disk. 5xx: sent again. Any other 4xx is dropped by the sender and stands in its log, so it says what is wrong here.
 */
export function alertRoute(parts: AlertRouteParts): Route {
  return {
    path: `/webhooks/${parts.sender}`,
    methods: ['POST'],
    async handle(req, res) {
      const answering = { from: parts.sender, log: parts.log, answerWithinMs: ANSWER_WITHIN_MS };
      end(req, res, await answerInTime(answerTo(req, parts), answering));
    },
  };
}

async function answerTo(req: IncomingMessage, parts: AlertRouteParts): Promise<Answer> {
  const { sender, isAuthorized, isSigned = () => true, read, receive, log } = parts;
  if (!isAuthorized(req.headers.authorization ?? '')) {
    log.warn({ sender }, 'alerts without the right token were refused: check the authorization of the sender');
    return 401;
  }
  if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) return 415;
  const body = await bodyOf(req, BODY_BYTES_MAX);
  if (body === null) {
    log.error({ sender }, 'alerts were refused, because there were too many in one message: send fewer at once');
    return 413;
  }
  if (!isSigned(body, req.headers)) {
    log.warn(
      { sender },
      'alerts without the right signature were refused: check GONOGO_GRAFANA_SECRET and both clocks',
    );
    return 401;
  }
  const told = read(body.toString('utf8'));
  if (told === null) {
    log.error(
      { sender, bytes: body.length },
      'alerts could not be read and are left out: is a template of its own in use?',
    );
    return 400;
  }
  if (told.truncated > 0) log.warn({ sender, left: told.truncated }, 'the sender left alerts out of its message');
  const product = new URL(req.url ?? '/', 'http://localhost').searchParams.get('product');
  const refused = await receive({ alerts: told.alerts, product });
  return refused === null ? 202 : { status: refused.later ? 503 : 404, says: `${refused.says}\n` };
}
