import type { App, Receiver } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '#src/ports/log.ts';
import type { After } from '../after.ts';
import { answeringAll } from '../answering-all.ts';
import type { Call } from '../call.ts';
import type { Connection } from '../identity.ts';
import { keepConnected } from './keep-connected.ts';
import type { Envelope } from './messages.ts';

const Opened = z.object({ url: z.string() });

type Parts = {
  /** Calls with the app-level token. The bot's token opens no connection. */
  readonly call: Call;
  readonly after: After;
  readonly log: Log;
  /** Given a promise per envelope that ends with its acknowledgement. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
};

export type SocketReceiver = Receiver & {
  /** Envelopes that come now are left to be repeated, to another instance or to the next start. */
  takeNoMore(): void;
  connection(): Connection;
};

/**
 * Bolt's receiver over Socket Mode, on a connection of our own. The SDK's client ends the process on an
 * `app_rate_limited`, is gone for five seconds at each refresh, and writes its settings into objects it was given.
 */
export function createSocketReceiver({ call, after, log, track }: Parts): SocketReceiver {
  let app: App | null = null;
  let isTaking = true;

  async function hear({ envelope_id, payload, ...envelope }: Envelope): Promise<object | null> {
    if (!isTaking || !app) return null;
    let said: unknown;
    try {
      await app.processEvent({
        body: payload,
        ack: async answer => {
          said = answer;
        },
        ...(envelope.retry_attempt !== undefined && { retryNum: envelope.retry_attempt }),
        ...(envelope.retry_reason !== undefined && { retryReason: envelope.retry_reason }),
      });
    } catch (error) {
      log.warn({ err: error }, 'a delivery is left to be repeated by Slack');
      return null;
    }
    const isCarried = envelope.accepts_response_payload && typeof said === 'object' && said !== null;
    return { envelope_id, ...(isCarried && { payload: said }) };
  }

  const connections = keepConnected({
    openUrl: async () => (await call('apps.connections.open', {}, Opened)).url,
    after,
    log,
    hear: envelope => track(hear(envelope)),
  });

  return {
    init(bolt) {
      app = answeringAll(bolt, log);
    },
    start: connections.start,
    takeNoMore() {
      isTaking = false;
    },
    async stop() {
      connections.stop();
    },
    connection: connections.connection,
  };
}
