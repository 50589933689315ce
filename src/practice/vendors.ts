import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import {
  DEFAULT_TOKEN as PAGER_TOKEN,
  DEFAULT_WEBHOOK_SECRET as PAGER_WEBHOOK_SECRET,
} from '#src/fakes/pagerduty/options.ts';
import { type PagerDutyFake, startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { GRAFANA_TOKEN } from '#src/fakes/services/grafana.ts';
import { GITHUB_TOKEN, REPOSITORY } from '#src/fakes/services/issues.ts';
import { startServices } from '#src/fakes/services/start.ts';
import { STATUSPAGE_KEY, STATUSPAGE_PAGE } from '#src/fakes/services/statuspage.ts';
import { DEFAULT_SIGNING_SECRET, DEFAULT_TOKEN } from '#src/fakes/slack/options.ts';
import { type SlackFake, startSlackFake } from '#src/fakes/slack/start.ts';
import type { Clock } from './clock.ts';
import type { Company } from './company/company.ts';
import { pagerAccountOf } from './company/pager-account.ts';
import { componentsOf, type ProductFile } from './company/product-file.ts';
import { createPhones, type Phones } from './phones.ts';

/** Slack, PagerDuty, and where tickets, marks on dashboards and the status page are, as the bot meets them. */
export type Vendors = {
  readonly slack: SlackFake;
  readonly pagerDuty: PagerDutyFake;
  readonly phones: Phones;
  /** Addresses and secrets for the bot, and the key behind each variable that a product names. */
  readonly env: { readonly [name: string]: string };
  /** Where both reach the bot from now on: the address of the one port. */
  deliverTo(url: string): void;
  /** When `deliverDue` has something to do; null: nothing waits. */
  nextDue(): Instant | null;
  /** Sends again what is due, and rings whoever is next. */
  deliverDue(): Promise<unknown>;
} & AsyncDisposable;

export type VendorsOptions = {
  readonly clock: Clock;
  readonly files: readonly ProductFile[];
  readonly company: Company;
  readonly manifest: JsonObject;
};

const TEAM = { id: 'T0PRACTICE', name: 'VALERO', domain: 'valero-practice' };

/** Starts them, with the same people in them. */
export async function startVendors({ clock, files, company, manifest }: VendorsOptions): Promise<Vendors> {
  const stack = new AsyncDisposableStack();
  const { users, channels, groups } = company;
  // A press must be answered in three seconds of the person's life, however fast the clock is wound.
  const slack = stack.use(
    await startSlackFake({ clock, triggerClock: 'machine', users, channels, groups, manifest, team: TEAM }),
  );
  const account = pagerAccountOf(files, company);
  const pagerDuty = stack.use(await startPagerDuty({ clock, ...account.directory }));
  const { github, grafana, statuspage } = stack.use(await startServices({ components: componentsOf(files) }));
  return {
    ...{ slack, pagerDuty, phones: createPhones(pagerDuty, account.holders) },
    env: {
      ...{ SLACK_BOT_TOKEN: DEFAULT_TOKEN, SLACK_SIGNING_SECRET: DEFAULT_SIGNING_SECRET, SLACK_API_URL: slack.apiUrl },
      ...{ PAGERDUTY_EVENTS_URL: pagerDuty.eventsUrl, PAGERDUTY_API_URL: pagerDuty.apiUrl },
      ...{ PAGERDUTY_TOKEN: PAGER_TOKEN, PAGERDUTY_WEBHOOK_SECRET: PAGER_WEBHOOK_SECRET, ...account.keys },
      ...{ GITHUB_TOKEN, GITHUB_API_URL: github.url, GONOGO_TICKETS: REPOSITORY },
      ...{ GRAFANA_URL: grafana.url, GRAFANA_TOKEN },
      ...{
        STATUSPAGE_API_URL: statuspage.url,
        STATUSPAGE_API_KEY: STATUSPAGE_KEY,
        STATUSPAGE_PAGE_ID: STATUSPAGE_PAGE,
      },
    },
    deliverTo(url) {
      slack.eventsUrl = `${url}/slack/events`;
      pagerDuty.webhookUrl = `${url}/webhooks/pagerduty`;
    },
    nextDue: pagerDuty.nextDue,
    deliverDue: () => Promise.all([slack.deliverDue(), pagerDuty.tick()]),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
