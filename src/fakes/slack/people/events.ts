import type { JsonObject } from '#src/base/json.ts';
import { type Instant, MINUTE } from '#src/base/time.ts';
import type { Delivery, Outgoing } from './deliver.ts';
import { misused, type Stage } from './stage.ts';

/** After the first attempt: at once, after a minute, after five more. */
const RETRY_AFTER_MS = [0, MINUTE, 5 * MINUTE];

/** An event that was not accepted and will be tried again. */
type Waiting = { readonly body: string; readonly attempt: number; readonly dueAt: Instant; readonly reason: string };

export type EventSent = {
  readonly eventId: string;
  /** All attempts made at once: one, or two when the first failed. */
  readonly attempts: readonly Delivery[];
  readonly accepted: boolean;
};

/** Slack's Events API: at least once, three retries, in the order they come. */
export function createEvents(stage: Stage) {
  let waiting: Waiting[] = [];

  async function attempt(
    body: string,
    retry: number,
    reason: string,
  ): Promise<{ delivery: Delivery; accepted: boolean }> {
    const headers: Outgoing['headers'] =
      retry === 0 ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason };
    const delivery = await stage.send({ kind: 'event', body, contentType: 'application/json', headers });
    const accepted = delivery.status !== undefined && delivery.status >= 200 && delivery.status < 300;
    const noRetry = delivery.headers['x-slack-no-retry'] === '1';
    const wait = RETRY_AFTER_MS[retry];
    if (!accepted && !noRetry && wait !== undefined) {
      waiting.push({ body, attempt: retry + 1, dueAt: stage.clock.now() + wait, reason: reasonOf(delivery) });
    }
    return { delivery, accepted };
  }

  async function deliverDue(): Promise<readonly Delivery[]> {
    const now = stage.clock.now();
    const due = waiting.filter(one => one.dueAt <= now);
    waiting = waiting.filter(one => one.dueAt > now);
    const made: Delivery[] = [];
    for (const one of due) made.push((await attempt(one.body, one.attempt, one.reason)).delivery);
    return made;
  }

  return {
    /** Sends an event of the given `type`. Throws `fake.misused` when the manifest does not subscribe to it. */
    async send(event: JsonObject, subscription = String(event['type'])): Promise<EventSent> {
      const subscribed = stage.app.events;
      if (subscribed && !subscribed.includes(subscription))
        misused(`The manifest does not subscribe to ${subscription}.`);
      const eventId = stage.workspace.newId('Ev');
      const body = JSON.stringify(envelopeOf(stage, event, eventId));
      const first = await attempt(body, 0, '');
      const attempts = [first.delivery];
      // The first retry comes at once; the later ones when somebody winds the clock and calls `deliverDue`.
      if (!first.accepted) attempts.push(...(await deliverDue()));
      return { eventId, attempts, accepted: attempts.some(one => one.status === 200) };
    },
    /** More than 30,000 deliveries in an hour: Slack says so in a delivery that holds no event, and holds events back. */
    async rateLimited(): Promise<Delivery> {
      const { team, bot } = stage.workspace.directory;
      const minute_rate_limited = Math.floor(stage.clock.now() / 1_000);
      const notice = { type: 'app_rate_limited', team_id: team.id, minute_rate_limited, api_app_id: bot.app_id };
      return (await attempt(JSON.stringify(notice), 0, '')).delivery;
    },
    /** Makes the retries that are due by the clock; call it after winding. */
    deliverDue,
    /** When the next retry is due, or undefined. */
    nextDue: (): Instant | undefined => (waiting.length === 0 ? undefined : Math.min(...waiting.map(one => one.dueAt))),
    subscribes: (subscription: string) => stage.app.events === undefined || stage.app.events.includes(subscription),
  };
}

function reasonOf({ failure }: Delivery): string {
  if (failure === 'timeout') return 'http_timeout';
  return failure === 'connection' ? 'connection_failed' : 'http_error';
}

function envelopeOf({ workspace, clock }: Stage, event: JsonObject, eventId: string): JsonObject {
  const { team, bot } = workspace.directory;
  return {
    token: 'verification-token-not-used',
    team_id: team.id,
    api_app_id: bot.app_id,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(clock.now() / 1_000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.user_id, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}
