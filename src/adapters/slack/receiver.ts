import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPReceiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import { MINUTE } from '#src/base/time.ts';
import type { Log } from '#src/ports/log.ts';
import type { Route } from '#src/ports/route.ts';

/** Slack's own tolerance for the past; Bolt checks that direction only. */
const FUTURE_MAX_MS = 5 * MINUTE;

type ReceiverOptions = {
  readonly signingSecret: string;
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
      signingSecret,
      logger,
      endpoints: ['/slack/events'],
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

  /** Bolt leaves payloads without a listener unanswered; Slack would show "did not respond" for them. */
  override init(app: App): void {
    const processEvent = app.processEvent.bind(app);
    app.processEvent = async event => {
      let acknowledged = false;
      await processEvent({
        ...event,
        ack: async body => {
          acknowledged = true;
          await event.ack(body);
        },
      });
      if (acknowledged) return;
      this.#log.warn({ type: event.body['type'] }, 'a payload of an unknown kind was acknowledged');
      await event.ack();
    };
    super.init(app);
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
