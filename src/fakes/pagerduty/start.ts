import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Instant } from '#src/base/time.ts';
import { createLog } from '../slack/calls.ts';
import { createIds, createRandom } from '../slack/random.ts';
import { createActs } from './acts.ts';
import { createCallLog } from './calls.ts';
import { createDirectory } from './directory.ts';
import type { Fields } from './events/check.ts';
import { enqueue } from './events/enqueue.ts';
import { createFaults } from './faults.ts';
import { createIncidents, type Incident } from './incidents.ts';
import { createJudge } from './judge.ts';
import { createLater } from './later.ts';
import { DEFAULT_TOKEN, DEFAULT_WEBHOOK_SECRET, type PagerDutyOptions } from './options.ts';
import { createPacing } from './pacing.ts';
import { createPhones } from './phones.ts';
import { answerRest } from './rest/answer.ts';
import type { Context } from './rest/context.ts';
import type { RuleId } from './rules.ts';
import { createPagerDutyServer } from './server.ts';
import { pingBody, webhookBody } from './webhooks/body.ts';
import { deliver } from './webhooks/deliver.ts';
import { createQueue } from './webhooks/queue.ts';

/** A request that broke a rule. A scenario that ends with none of these has pleased PagerDuty. */
export type Refusal = { readonly at: Instant; readonly where: string; readonly rule: RuleId; readonly message: string };

export type Change = {
  /** Id of the service. */
  readonly service: string;
  readonly summary: string;
  readonly timestamp?: string;
  readonly custom_details?: { readonly [name: string]: unknown };
};

export type PagerDutyFake = Awaited<ReturnType<typeof startPagerDuty>>;

/** Starts an account that speaks HTTP on 127.0.0.1, judges every request, and rings phones that nobody has. */
export async function startPagerDuty(options: PagerDutyOptions = {}) {
  const { clock = { now: Date.now }, token = DEFAULT_TOKEN, keep = 20_000 } = options;
  const newId = createIds(createRandom(options.seed ?? 1));
  const judge = createJudge(options.without ?? []);
  const people = createDirectory(options);
  const faults = createFaults();
  const later = createLater(clock);
  const phones = createPhones(faults);
  const calls = createCallLog({ clock, keep, recordTo: options.recordTo, run: options.run });
  const refusals = createLog<Refusal>(keep);
  const changes = new Set<() => void>();
  const shown: Change[] = [];
  let port = options.port ?? 0;
  let webhookUrl = options.webhookUrl;
  const origin = () => `http://127.0.0.1:${port}`;

  const secrets = options.webhookSecrets ?? [DEFAULT_WEBHOOK_SECRET];
  const answerWithinMs = options.answerWithinMs ?? 5_000;
  const webhooks = createQueue({
    clock,
    faults,
    keep,
    send: () => {
      const url = webhookUrl;
      return url === undefined ? undefined : webhook => deliver(webhook, { url, secrets, answerWithinMs });
    },
  });
  const keys = { alert: (one: Incident) => one.key, none: () => null, own: (one: Incident) => `own-${one.id}` };
  const naming = {
    keyOf: keys[options.incidentKeys ?? 'alert'],
    urlOf: (one: Incident) => `${origin()}/see/${one.id}`,
  };

  const incidents = createIncidents({
    clock,
    people,
    newId,
    happened(what, incident, by) {
      if (['triggered', 'unacknowledged', 'escalated', 'reassigned'].includes(what)) phones.ring(incident);
      const id = newId('01');
      webhooks.add({ id, about: incident.id, body: webhookBody({ id, what, incident, by }, { people, ...naming }) });
      for (const listener of changes) listener();
    },
  });
  const changed = ({ id }: { readonly id: string }, { payload }: Fields) =>
    void shown.push({ service: id, ...(payload as Omit<Change, 'service'>) });
  const webhook = () => ({ url: webhookUrl, disabled: webhooks.isDisabled() });
  const context: Context = { clock, judge, people, incidents, webhook, ...naming };
  const pacing = createPacing(clock, judge, options.pacing ?? true);
  const server = createPagerDutyServer({
    faults,
    calls,
    events: (request, fault) =>
      enqueue(
        request,
        { judge, pacing, incidents, services: people.services, newId, later: later.add, changed },
        fault,
      ),
    rest: request => answerRest(request, { context, pacing, token }),
    refused: (where, { rule, message }) => refusals.add({ at: clock.now(), where, rule, message }),
    done: () => void webhooks.pump(),
  });

  async function comeBack() {
    if (server.listening) return;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }
  async function goAway() {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  await comeBack();

  return {
    ...createActs({ people, incidents, webhooks }),
    /** What `PAGERDUTY_EVENTS_URL` and `PAGERDUTY_API_URL` of the bot are set to. */
    eventsUrl: origin(),
    apiUrl: origin(),
    faults,
    /** Every incident, oldest first. */
    incidents: incidents.all,
    /** What each service shows as recent changes, oldest first. */
    recentChanges: shown as readonly Change[],
    /** What a person's phone does now, and every time it began to ring. */
    phone: (user: string) => ({ ringing: phones.ringing(user, incidents.all()), log: phones.log(user) }),
    users: people.users,
    onCall: people.onCall,
    setOnCall: people.setOnCall,
    /** Called after every change of an incident. Answers the function that ends it. */
    subscribe(listener: () => void): () => void {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    /** Does what is due by the clock: rings the next level, ends acknowledgements, sends webhooks again. */
    async tick() {
      later.doDue();
      incidents.passTime();
      await webhooks.pump();
    },
    /** When `tick` has something to do; null: nothing waits. */
    nextDue(): Instant | null {
      const due = [later.nextDue(), incidents.nextDue(), webhooks.nextDue()].filter(at => at !== null);
      return due.length === 0 ? null : Math.min(...due);
    },
    /** Sends what is due of the webhooks; resolves when the bot has answered. */
    settled: webhooks.pump,
    /** Sends the test that a person starts in PagerDuty's settings. */
    async ping() {
      const id = newId('01');
      webhooks.add({ id, about: id, body: pingBody(id, clock.now()) });
      await webhooks.pump();
    },
    /** Refuses connections until `comeBack`. */
    goAway,
    comeBack,
    /** Every request received, oldest first. */
    get calls() {
      return calls.log.entries;
    },
    setRun: calls.setRun,
    /** Everything that broke a rule, oldest first. */
    get refusals() {
      return refusals.entries;
    },
    /** Every webhook sent and the bot's answer, oldest first. */
    get deliveries() {
      return webhooks.deliveries;
    },
    /** Three webhooks in a row were given up: none come for 24 h. */
    webhooksDisabled: webhooks.isDisabled,
    get webhookUrl(): string | undefined {
      return webhookUrl;
    },
    set webhookUrl(url: string | undefined) {
      webhookUrl = url;
    },
    close: goAway,
    [Symbol.asyncDispose]: goAway,
  };
}
