import type { PagerInspector, WebhookSeen } from '#src/adapters/pagerduty/inspect.ts';
import { failed, ok, problem, type Seen, warning } from './finding.ts';
import type { Check } from './run-checks.ts';

/** Where the bot hears webhooks, whatever stands in front of it. */
const WEBHOOK_PATH = '/webhooks/pagerduty';
/** Without these the bot learns of an acknowledgement only when it looks. */
const NEEDED_EVENTS = ['incident.acknowledged', 'incident.resolved'];
const KEY_LENGTH = 32;

export type RoutingKey = {
  /** The variable. */
  readonly name: string;
  /** What it is for. */
  readonly use: string;
  readonly value: string | null;
  /** Changes of production are told to it. */
  readonly hearsChanges: boolean;
};

type KeyParts = {
  readonly keys: readonly RoutingKey[];
  readonly eventsUrl: string;
  readonly connects: (url: string) => Promise<void>;
};

/** Keys that page. Only a page could prove one, and none is sent. */
export function routingKeysCheck({ keys, eventsUrl, connects }: KeyParts): Check {
  return {
    name: 'Paging',
    remedy: '',
    async run() {
      if (keys.length === 0) return [ok('No product names a pager: nobody is paged.')];
      return [await reachSeen(eventsUrl, connects), ...keys.map(keySeen), ...sharedKeys(keys)];
    },
  };
}

async function reachSeen(url: string, connects: KeyParts['connects']): Promise<Seen> {
  try {
    await connects(url);
    return ok(`${new URL(url).host} can be reached.`);
  } catch (cause) {
    return failed('Paging', cause, 'Look at PAGERDUTY_EVENTS_URL and at the way out of this network.');
  }
}

function keySeen({ name, use, value, hearsChanges }: RoutingKey): Seen {
  const remedy = 'Set it to the integration key (Events API v2) of the PagerDuty service.';
  if (value === null) return problem(`${name} is not set: ${use}.`, remedy);
  if (value.length !== KEY_LENGTH)
    return problem(`${name} has ${value.length} characters, and a routing key has ${KEY_LENGTH}: ${use}.`, remedy);
  if (hearsChanges && value.startsWith('R'))
    return warning(
      `${name} is the key of an event orchestration: it pages (${use}), and takes no change events.`,
      'Name the integration key of a service, or set GONOGO_CHANGE_EVENTS=off.',
    );
  return ok(`${name} is set (${use}). Whether PagerDuty takes it, only a page can tell: send one in a quiet hour.`);
}

/** Two names of one key ring one phone, whoever is meant. */
function sharedKeys(keys: readonly RoutingKey[]): readonly Seen[] {
  const groups = Map.groupBy(
    keys.filter(one => one.value !== null),
    one => one.value,
  );
  return [...groups.values()].flatMap(same => {
    const names = [...new Set(same.map(one => one.name))];
    if (names.length < 2) return [];
    return [
      warning(`${names.join(' and ')} hold the same key: they ring the same people.`, 'Give each a key of its own.'),
    ];
  });
}

/** `needed`: some product looks up who is on call. */
export function restKeyCheck(pager: PagerInspector | null, needed: boolean): Check {
  return {
    name: 'PagerDuty account',
    remedy:
      'Set PAGERDUTY_TOKEN to a key of the REST API (read-only is enough), and PAGERDUTY_API_URL where the account is in the EU.',
    async run() {
      if (pager !== null) {
        await pager.key();
        return [ok('PAGERDUTY_TOKEN is accepted.')];
      }
      const remedy = 'Set it to a key of the REST API; read-only is enough.';
      if (needed) return [problem('PAGERDUTY_TOKEN is not set, and a product looks up who is on call.', remedy)];
      return [warning('PAGERDUTY_TOKEN is not set: nobody can look whether a page rings.', remedy)];
    },
  };
}

/** Whether PagerDuty tells by itself who acknowledged. */
export function webhookCheck(pager: PagerInspector | null, secret: string | null): Check {
  return {
    name: 'PagerDuty webhook',
    remedy: '',
    async run() {
      if (secret === null)
        return [
          warning(
            'PAGERDUTY_WEBHOOK_SECRET is not set: an acknowledgement is noticed only when the bot looks.',
            `Add a webhook v3 subscription to https://<your host>${WEBHOOK_PATH} and set its secret.`,
          ),
        ];
      const set = ok('PAGERDUTY_WEBHOOK_SECRET is set; only a delivery can prove it (Send Test Event in PagerDuty).');
      return pager === null ? [set] : [set, await subscriptionSeen(pager)];
    },
  };
}

async function subscriptionSeen(pager: PagerInspector): Promise<Seen> {
  let all: readonly WebhookSeen[];
  try {
    all = await pager.webhooks();
  } catch (cause) {
    // A key may be good and still not be allowed to see them: nothing is wrong then, and nothing is known.
    return {
      ...failed('Its subscriptions could not be seen', cause, 'Look in PagerDuty: Integrations, Generic Webhooks.'),
      outcome: 'warning',
    };
  }
  const ours = all.filter(one => pathOf(one.url) === WEBHOOK_PATH);
  const on = ours.filter(one => one.isOn);
  const urls = (some: readonly WebhookSeen[]) => some.map(one => one.url).join(', ');
  if (ours.length === 0)
    return warning(
      `No webhook subscription of the account ends in ${WEBHOOK_PATH}.`,
      'Add one that points to this bot: Integrations, Generic Webhooks (v3).',
    );
  if (on.length === 0)
    return problem(
      `The webhook subscription to ${urls(ours)} is switched off; PagerDuty does that after failures.`,
      'Look whether the address reaches this bot, then enable it again.',
    );
  const silent = NEEDED_EVENTS.filter(event => !on.some(one => one.events.includes(event)));
  if (silent.length > 0)
    return warning(`The webhook subscription does not send ${silent.join(' and ')}.`, 'Add these events to it.');
  return ok(`A webhook subscription points to ${urls(on)}; check that this is the bot.`);
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, '') : '';
}
