import type { NatsInspector } from '#src/adapters/nats/inspect.ts';
import type { PagerInspector } from '#src/adapters/pagerduty/inspect.ts';
import type { SlackInspector, TokenSeen } from '#src/adapters/slack/inspect.ts';
import type { Config } from '#src/config/env.ts';
import { routingKeys } from '#src/config/pager-keys.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { productOf } from '#src/runbook/product-of.ts';
import { alertSendersCheck } from './alert-senders.ts';
import { channelsCheck } from './channels.ts';
import type { Finding } from './finding.ts';
import { groupsCheck } from './groups.ts';
import { configCheck, dataCheck, nodeCheck } from './machine.ts';
import { mailChecks } from './mail.ts';
import { natsCheck } from './nats.ts';
import { onCallCheck } from './on-call.ts';
import { type RoutingKey, restKeyCheck, routingKeysCheck, webhookCheck } from './pagerduty.ts';
import { peopleCheck } from './people.ts';
import { executablesCheck, repositoriesCheck } from './places.ts';
import { type Check, runChecks } from './run-checks.ts';
import { runbooksCheck } from './runbooks.ts';
import { runningCheck } from './running.ts';
import { servicesCheck } from './services.ts';
import { slackCheck } from './slack.ts';
import { subscribersCheck } from './subscribers.ts';

/** What is looked at, and what looks. */
export type Patient = {
  readonly nodeVersion: string;
  /** As far as it is good, and what is wrong with the rest. */
  readonly config: Config;
  readonly problems: readonly string[];
  readonly load: () => Promise<Loaded>;
  /** Bot scopes of manifest.yml. */
  readonly scopes: readonly string[];
  /** Null: no token to ask with. */
  readonly slack: SlackInspector | null;
  readonly pager: PagerInspector | null;
  /** Null: no server is set. */
  readonly nats: NatsInspector | null;
  readonly database: Parameters<typeof dataCheck>[2];
  readonly find: Parameters<typeof executablesCheck>[1];
  readonly repository: Parameters<typeof repositoriesCheck>[1];
  readonly connects: (url: string) => Promise<void>;
};

/**
 * Is it set up right? Looks at everything that can be looked at without changing it: nobody is paged, nothing is posted
 * or mailed, and a bot that runs notices nothing. Never rejects; each thing wrong is a finding with its remedy.
 */
export async function diagnose(patient: Patient): Promise<readonly Finding[]> {
  const loading = patient.load();
  const loaded = await loading.catch(() => null);
  const products = loaded?.products.flatMap(one => productOf(one) ?? []) ?? [];
  // Nothing may be said of what no product names, unless every product was read.
  const isWhole = loaded !== null && products.length === loaded.products.length && products.length > 0;
  const { config, nodeVersion, problems, database, find, repository, slack } = patient;
  const asked = slack?.token() ?? null;
  // Each check that needs it says what that means for it.
  asked?.catch(() => undefined);
  return runChecks([
    nodeCheck(nodeVersion),
    configCheck(problems),
    dataCheck(config.data, config.database, database),
    runningCheck(addressOf(config), () => isRunning(patient)),
    alertSendersCheck(config, addressOf(config), () => isRunning(patient)),
    ...(slack && asked ? slackChecks({ ...patient, slack, token: () => asked }, products) : []),
    ...pagerChecks({ ...patient, token: asked }, products, isWhole),
    ...(loaded === null ? [] : [servicesCheck(config, loaded)]),
    ...(products.some(one => (one.subscribers ?? []).length > 0) ? [subscribersCheck(config, products)] : []),
    ...(loaded === null || patient.nats === null ? [] : [natsCheck(patient.nats, loaded)]),
    ...mailChecks(config, products, patient.connects),
    runbooksCheck(config.runbooks, () => loading),
    executablesCheck(products, find),
    repositoriesCheck(products, repository),
  ]);
}

type WithToken = Patient & { readonly slack: SlackInspector; readonly token: () => Promise<TokenSeen> };

function slackChecks({ slack, token, config, scopes }: WithToken, products: readonly Product[]): readonly Check[] {
  return [
    slackCheck({ slack, token, wanted: scopes, ...config.slack }),
    channelsCheck(slack, token, products),
    peopleCheck(slack, token, products),
    groupsCheck(slack, token, products),
  ];
}

function pagerChecks(
  { pager, slack, token, config, connects }: Patient & { readonly token: Promise<TokenSeen> | null },
  products: readonly Product[],
  isWhole: boolean,
): readonly Check[] {
  const keys = keysOf(config, products);
  const asksWho = products.some(one => Object.values(one.roles).some(role => role.onCall !== null));
  const paging =
    keys.length > 0 || isWhole ? [routingKeysCheck({ keys, eventsUrl: config.pager.eventsUrl, connects })] : [];
  if (keys.length === 0 && !asksWho) return paging;
  const findsInSlack = async () => ((await token?.catch(() => null)) ? (slack?.byEmail ?? null) : null);
  return [
    ...paging,
    restKeyCheck(pager, asksWho),
    ...(pager ? [onCallCheck(pager, findsInSlack, products)] : []),
    webhookCheck(pager, config.pager.webhookSecret),
  ];
}

function isRunning({ database, config }: Patient): boolean {
  try {
    const seen = database(config.database);
    return seen.state === 'there' && seen.isRunning;
  } catch {
    // What is wrong with it stands under Data.
    return false;
  }
}

/** A bot that listens everywhere is heard here as well. */
function addressOf({ host, port }: Config): string {
  const here = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${here.includes(':') ? `[${here}]` : here}:${port}`;
}

/** Each variable once, with everything it is for. */
function keysOf({ environment, changeEvents }: Config, products: readonly Product[]): readonly RoutingKey[] {
  const services = new Set(products.flatMap(one => Object.values(one.services).map(({ pager }) => pager)));
  const all = products.flatMap(product =>
    routingKeys(product).map(([name, use]) => ({ name, use: `${product.name}: ${use}` })),
  );
  return [...Map.groupBy(all, one => one.name)].map(([name, uses]) => ({
    name,
    use: uses.map(one => one.use).join(', '),
    value: environment[name] || null,
    hearsChanges: changeEvents && services.has(name),
  }));
}
