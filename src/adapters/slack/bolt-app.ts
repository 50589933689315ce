import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assert } from '#src/base/assert.ts';
import { SECOND } from '#src/base/time.ts';
import type { Dispatch } from '#src/chat/incoming.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { Route } from '#src/ports/route.ts';
import { type After, machineAfter } from './after.ts';
import { type Answered, answer } from './answer.ts';
import { createCall } from './call.ts';
import { createChat } from './chat.ts';
import { isOverheard } from './heard.ts';
import { type Connection, createIdentity } from './identity.ts';
import { createInFlight } from './in-flight.ts';
import { type PayloadKind, readPayload } from './incoming.ts';
import { addListeners, type SendAck } from './listeners.ts';
import { slackLogger } from './logger.ts';
import { createPeople } from './people.ts';
import { createPost } from './post.ts';
import { Receiver } from './receiver.ts';
import { createSocketReceiver } from './socket/socket-receiver.ts';

/** A whole file is read, and nobody waits for it. */
const FILE_TIMEOUT_MS = 60_000;
/** Somebody waits with 3 s on the clock. */
const INTERACTIVE_TIMEOUT_MS = 2_500;
/** Effects wait in their own lane and look before they repeat. */
const OUTBOUND_TIMEOUT_MS = 10 * SECOND;

export type SlackAppOptions = {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What requests over HTTP are signed with; null: only with an `appToken`. */
  readonly signingSecret: string | null;
  /** `xapp-...`: Socket Mode instead of HTTP. Default: none. */
  readonly appToken?: string | null;
  readonly botToken: string;
  /** `https://slack.com/api/` */
  readonly apiUrl: string;
  readonly dispatch: Dispatch;
  /** /health, /ready, /metrics and whatever else lives on the same port. */
  readonly routes: readonly Route[];
  readonly log: Log;
  readonly clock: Clock;
  /** Default: the global one. `adapters/record.ts` wraps it. */
  readonly fetch?: typeof fetch;
  /** Default: the machine's timers. */
  readonly after?: After;
  /** Told of every request answered: for metrics. */
  readonly onAnswered?: (request: { kind: PayloadKind; outcome: Answered | 'ignored'; ms: number }) => void;
};

export type SlackApp = {
  readonly chat: Chat;
  /** Throws when the port is taken. Comes up although Slack is down; `connection` says so. */
  start(): Promise<{ readonly port: number }>;
  /** Takes no more requests and waits for those in hand, ten seconds at most. */
  stop(): Promise<void>;
  /** Whether the token is accepted and, in Socket Mode, a connection stands. */
  connection(): Connection;
};

/** Slack: requests in by HTTP or Socket Mode, replies and messages out. The routes are served over HTTP either way. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { log, clock, dispatch } = options;
  const after = options.after ?? machineAfter;
  const fetchFn = options.fetch ?? fetch;
  const logger = slackLogger(log);
  const client = { botToken: options.botToken, apiUrl: options.apiUrl, fetch: fetchFn, logger };
  // Two clients: one queue of effects must never hold up somebody who pressed a button.
  const call = createCall({ ...client, timeoutMs: INTERACTIVE_TIMEOUT_MS });
  const outbound = createCall({ ...client, timeoutMs: OUTBOUND_TIMEOUT_MS });
  const post = createPost(fetchFn, OUTBOUND_TIMEOUT_MS);
  const files = { fetch: fetchFn, token: options.botToken, apiUrl: options.apiUrl, timeoutMs: FILE_TIMEOUT_MS };
  const identity = createIdentity({ call, after, log });
  const people = createPeople({ call, identity, clock, after, log });
  const inFlight = createInFlight({ after, log });
  const { routes, appToken = null } = options;
  const signingSecret = appToken === null ? options.signingSecret : null;
  assert(appToken !== null || signingSecret !== null, 'a signing secret or an app-level token is given');
  const http = new Receiver({ signingSecret, routes, logger, log, track: inFlight.track });
  const socket =
    appToken === null
      ? null
      : createSocketReceiver({
          call: createCall({ ...client, botToken: appToken, timeoutMs: OUTBOUND_TIMEOUT_MS }),
          after,
          log,
          track: inFlight.track,
        });
  const parts = { call, post, people, dispatch, after, log, background: inFlight.background };

  async function listen(kind: PayloadKind, body: unknown, ack: SendAck): Promise<void> {
    const started = performance.now();
    const heard = readPayload(kind, body, identity.current()?.user_id);
    const { ack: carried, outcome } = heard
      ? await answer(parts, heard)
      : { ack: kind === 'options' ? { options: [] } : '', outcome: 'ignored' as const };
    options.onAnswered?.({ kind, outcome, ms: performance.now() - started });
    // Nobody sees the answer to an event. One that is not done is not on disk: Slack shall send it again.
    const isLost = outcome === 'late' || (outcome === 'failed' && isOverheard(heard?.incoming.kind));
    if (kind === 'event' && isLost) throw new Error('the event is not recorded yet');
    await ack(carried);
  }

  const { botToken, apiUrl } = options;
  const receiver = socket ?? http;
  addListeners({ botToken, apiUrl, receiver, logger, identity: identity.current }, (kind, body, ack) =>
    inFlight.track(listen(kind, body, ack)),
  );
  let server: Server | null = null;
  let stopped: Promise<void> | null = null;

  async function stop(): Promise<void> {
    identity.stop();
    if (!server) return;
    socket?.takeNoMore();
    const closed = http.stop();
    const left = await inFlight.drained();
    if (left > 0) log.warn({ left }, 'stopped with requests in hand');
    await socket?.stop();
    // Slack keeps its connections; without this, closing would wait for it to let go of them.
    server.closeAllConnections();
    await closed;
  }

  return {
    chat: createChat({ call: outbound, post, identity, clock, files }),
    connection() {
      const accepted = identity.connection();
      return accepted.ok && socket ? socket.connection() : accepted;
    },
    async start() {
      server = await http.start({ host: options.host, port: options.port });
      if (socket && options.signingSecret !== null)
        log.info(
          {},
          'both SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are set: Socket Mode is used, /slack/events is not served',
        );
      await Promise.all([identity.start(), socket?.start()]);
      return { port: (server.address() as AddressInfo).port };
    },
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
