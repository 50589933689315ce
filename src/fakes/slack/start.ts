import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#src/base/time.ts';
import { routeOf } from './api/route.ts';
import { createApiServer } from './api/server.ts';
import { createCallLog, createLog } from './calls.ts';
import type { Context } from './context.ts';
import { createFaults } from './faults.ts';
import { createJudge, Refused } from './judge.ts';
import {
  DEFAULT_APP_TOKEN,
  DEFAULT_BOT,
  DEFAULT_SIGNING_SECRET,
  DEFAULT_TEAM,
  DEFAULT_TOKEN,
  type SlackFakeOptions,
} from './options.ts';
import { createPacing } from './pacing.ts';
import { createActs } from './people/acts.ts';
import { readManifest } from './people/app-face.ts';
import { createDeliver, type Deliver, type Delivery } from './people/deliver.ts';
import { createIds, createRandom } from './random.ts';
import { createAnswers } from './response-urls.ts';
import type { RuleId } from './rules.ts';
import { createSocketMode } from './socket/socket-mode.ts';
import { createTickets } from './socket/tickets.ts';
import { createTriggers } from './triggers.ts';
import { createWorkspace } from './workspace.ts';

const KEEP = 20_000;
const ANSWER_WITHIN_MS = 3_000;

/** A call, or an answer of the bot, that broke a rule. A scenario that ends with none of these has pleased Slack. */
export type Refusal = {
  readonly at: Instant;
  /** The method, `response_url`, or `ack of …`. */
  readonly where: string;
  readonly rule: RuleId;
  readonly error: string;
  readonly details: readonly string[];
};

export type SlackFake = Awaited<ReturnType<typeof startSlackFake>>;

/** Starts a workspace that speaks HTTP on 127.0.0.1 and judges every call. */
export async function startSlackFake(options: SlackFakeOptions = {}) {
  const { clock = { now: Date.now }, team = DEFAULT_TEAM, bot = DEFAULT_BOT, seed = 1, keep = KEEP } = options;
  const random = createRandom(seed);
  const newId = createIds(random);
  const judge = createJudge(options.without ?? []);
  const app = readManifest(options.manifest, options.scopes);
  const workspace = createWorkspace({ clock, newId, team, bot, seeds: options });
  const faults = createFaults(createRandom(seed + 1));
  const calls = createCallLog({ clock, keep, recordTo: options.recordTo, run: options.run });
  const refusals = createLog<Refusal>(keep);
  const deliveries = createLog<Delivery>(keep);
  let port = options.port ?? 0;
  let eventsUrl = options.eventsUrl;
  let socketMode = options.socketMode ?? false;
  const origin = () => `http://127.0.0.1:${port}`;
  const triggerClock = options.triggerClock === 'machine' ? { now: Date.now } : clock;

  const hasScope = (scope: string) => app.scopes.includes(scope);
  const tickets = createTickets({ clock: triggerClock, newId, judge });
  const context: Context = {
    clock,
    workspace,
    judge,
    bot,
    origin,
    hasScope,
    scopes: app.scopes,
    newLink: () => `ws://127.0.0.1:${port}/link/?ticket=${tickets.issue()}&app_id=${bot.app_id}`,
    triggers: createTriggers(triggerClock, random),
    answers: createAnswers({ clock, newId, origin, team: team.id }),
    needScope(anyOf) {
      const extra = { needed: anyOf.join(','), provided: app.scopes.join(',') };
      judge.require('scope-granted', anyOf.some(hasScope), 'missing_scope', undefined, extra);
    },
  };
  const noteRefusal = (where: string, error: unknown) => {
    if (!(error instanceof Refused)) return;
    refusals.add({ at: clock.now(), where, rule: error.rule, error: error.error, details: error.details });
  };

  const { botToken = DEFAULT_TOKEN, appToken = DEFAULT_APP_TOKEN, answerWithinMs = ANSWER_WITHIN_MS } = options;
  const pacing = options.pacing === false ? undefined : createPacing(clock, judge.holds);
  const route = (request: Parameters<typeof routeOf>[0]) =>
    routeOf(request, { context, botToken, appToken, pacing, noteRefusal });
  const server = createApiServer({ faults, calls, route });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;

  const now = clock.now;
  const appId = bot.app_id;
  const socket = createSocketMode({ server, tickets, judge, random, newId, now, appId, answerWithinMs, noteRefusal });
  const http = createDeliver({
    signingSecret: options.signingSecret ?? DEFAULT_SIGNING_SECRET,
    answerWithinMs,
    keepAlive: options.keepAlive ?? false,
    url: () => eventsUrl,
    now,
  });
  const deliver: Deliver = outgoing => (socketMode ? socket : http).deliver(outgoing);
  const acts = createActs({ ...context, app, faults, deliver, noteRefusal, noteDelivery: deliveries.add, wait });

  return {
    ...acts,
    /** What `SLACK_API_URL` of the bot is set to. */
    apiUrl: `${origin()}/api/`,
    workspace,
    faults,
    subscribe: workspace.changes.subscribe,
    /** Every request received, oldest first. */
    get calls() {
      return calls.log.entries;
    },
    /** Everything that broke a rule, oldest first. */
    get refusals() {
      return refusals.entries;
    },
    /** Every request made to the bot and its answer, oldest first. */
    get deliveries() {
      return deliveries.entries;
    },
    /** Forgets calls, refusals and deliveries; the workspace stays. */
    forget() {
      calls.log.clear();
      refusals.clear();
      deliveries.clear();
    },
    /** The world the following calls belong to, where several are recorded into one file. */
    setRun: calls.setRun,
    get eventsUrl(): string | undefined {
      return eventsUrl;
    },
    set eventsUrl(url: string | undefined) {
      eventsUrl = url;
    },
    /** The app's Socket Mode connections, and what can happen to them. */
    socket,
    get socketMode(): boolean {
      return socketMode;
    },
    /** Whether deliveries go over Socket Mode; as the switch on the app's page. */
    set socketMode(on: boolean) {
      socketMode = on;
    },
    async stop() {
      http.close();
      socket.close();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    async [Symbol.asyncDispose]() {
      await this.stop();
    },
  };
}
