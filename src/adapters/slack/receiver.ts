import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPReceiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import { MINUTE } from '#src/base/time.ts';
import type { Log } from '#src/ports/log.ts';
import type { Route } from '#src/ports/route.ts';
import { answeringAll } from './answering-all.ts';

/** Slack's own tolerance for the past; Bolt checks that direction only. */
const FUTURE_MAX_MS = 5 * MINUTE;

type ReceiverOptions = {
  /** Null: Slack is not heard here, only the routes are served. */
  readonly signingSecret: string | null;
  readonly routes: readonly Route[];
  readonly logger: Logger;
  readonly log: Log;
  /** Given a promise per request that ends with the last byte of its answer. */
  readonly track: (answered: Promise<unknown>) => void;
};

/** Bolt's receiver, which answers whatever comes: also what no listener knows, and what was signed for tomorrow. */
export class Receiver extends HTTPReceiver {
  readonly #log: Log;

  constructor({ signingSecret, routes, logger, log, track }: ReceiverOptions) {
    super({
      signingSecret: signingSecret ?? '',
      signatureVerification: signingSecret !== null,
      logger,
      endpoints: signingSecret === null ? [] : ['/slack/events'],
      // The answer waits for the listener: write, then ack.
      processBeforeResponse: true,
      customRoutes: routes.map(route => ({
        path: route.path,
        method: [...route.methods],
        handler: (req, res) => guarded(route, req, res, log),
      })),
      // 503 makes Slack deliver an event again; people's requests never come here, `answer.ts` answers them.
      processEventErrorHandler: async ({ error, response }) => {
        log.warn({ err: error }, 'a delivery is left to be repeated by Slack');
        if (!response.headersSent) response.writeHead(503).end();
        return true;
      },
    });
    this.#log = log;
    const listen = this.requestListener;
    this.requestListener = (req, res) => {
      track(once(res, 'close'));
      if (!fromTheFuture(req)) return listen(req, res);
      log.warn({}, 'a request with a timestamp in the future was refused');
      res.writeHead(401).end();
    };
  }

  override init(app: App): void {
    super.init(answeringAll(app, this.#log));
  }
}

/** A missing or odd header is left to Bolt, which refuses it. The machine's clock: this is about the wire. */
function fromTheFuture(req: IncomingMessage): boolean {
  const sentAt = Number(req.headers['x-slack-request-timestamp']) * 1_000;
  return sentAt - Date.now() > FUTURE_MAX_MS;
}

/** An async handler that rejects would end the process and leave the caller hanging. */
function guarded(route: Route, req: IncomingMessage, res: ServerResponse, log: Log): void {
  const failed = (error: unknown) => {
    log.error({ err: error, path: route.path }, 'a handler failed');
    if (res.headersSent) res.destroy();
    else
      res.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('It did not work. The log says why.\n');
  };
  try {
    Promise.resolve(route.handle(req, res)).catch(failed);
  } catch (error) {
    failed(error);
  }
}
