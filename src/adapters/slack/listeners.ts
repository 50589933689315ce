import { App, type Receiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Ack } from './answer.ts';
import type { Identity } from './identity.ts';
import type { PayloadKind } from './incoming.ts';

/** Bolt's `ack`, whatever the payload kind: the body goes out as it is. */
export type SendAck = (body: Ack) => Promise<void>;

type Listen = (kind: PayloadKind, body: unknown, ack: SendAck) => Promise<void>;

/**
 * One Bolt listener per payload kind and the dispatch ours: Bolt runs every listener that matches, so a catch-all
 * beside a named one would acknowledge twice. Empty constraints match all; a pattern would miss what has no id.
 */
export function addListeners(
  parts: { botToken: string; apiUrl: string; receiver: Receiver; logger: Logger; identity: () => Identity | null },
  listen: Listen,
): void {
  const { botToken, apiUrl, receiver, logger, identity } = parts;
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    // Bolt's own client is not used; should it ever be, it does not repeat anything either. Never give it `headers`:
    // clients share that object and write their tokens into it.
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
    // Never throws: while Slack's API is down, people's requests still come in and can be answered.
    authorize: async () => ({ botToken, botId: identity()?.bot_id, botUserId: identity()?.user_id }),
  });
  app.error(async error => {
    throw error;
  });
  app.command(/.*/s, ({ body, ack }) => listen('command', body, plain(ack)));
  app.action({}, ({ body, ack }) => listen('action', body, plain(ack)));
  app.view({}, ({ body, ack }) => listen('view', body, plain(ack)));
  app.shortcut({}, ({ body, ack }) => listen('shortcut', body, plain(ack)));
  app.options({}, ({ body, ack }) => listen('options', body, plain(ack)));
  // Bolt has acknowledged an event before anybody hears of it; in this mode the answer still waits for us.
  app.event(/.*/s, ({ body }) => listen('event', body, async () => {}));
}

/** Bolt types `ack` by payload kind; what may go into it was decided by kind in `answer.ts`. */
function plain(ack: unknown): SendAck {
  return ack as SendAck;
}
