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
import { DEFAULT_BOT, DEFAULT_SIGNING_SECRET, DEFAULT_TEAM, DEFAULT_TOKEN, type SlackFakeOptions } from './options.ts';
import { createPacing } from './pacing.ts';
import { createActs } from './people/acts.ts';
import { readManifest } from './people/app-face.ts';
import { createDeliver, type Delivery } from './people/deliver.ts';
import { createIds, createRandom } from './random.ts';
import { createAnswers } from './response-urls.ts';
import type { RuleId } from './rules.ts';
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
  const origin = () => `http://127.0.0.1:${port}`;
  const triggerClock = options.triggerClock === 'machine' ? { now: Date.now } : clock;

  const hasScope = (scope: string) => app.scopes.includes(scope);
  const context: Context = {
    clock,
    workspace,
    judge,
    bot,
    origin,
    hasScope,
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

  const botToken = options.botToken ?? DEFAULT_TOKEN;
  const pacing = options.pacing === false ? undefined : createPacing(clock, judge.holds);
  const route = (request: Parameters<typeof routeOf>[0]) =>
    routeOf(request, { context, botToken, pacing, noteRefusal });
  const server = createApiServer({ faults, calls, route });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;

  const { deliver, close } = createDeliver({
    signingSecret: options.signingSecret ?? DEFAULT_SIGNING_SECRET,
    answerWithinMs: options.answerWithinMs ?? ANSWER_WITHIN_MS,
    keepAlive: options.keepAlive ?? false,
    url: () => eventsUrl,
    now: clock.now,
  });
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
    async stop() {
      close();
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
