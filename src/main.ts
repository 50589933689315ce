import { mkdir } from 'node:fs/promises';
import { registry } from '#commands/index.ts';
import { isAuthorized, readAlerts } from '#src/adapters/alert-webhook/read.ts';
import { isSigned } from '#src/adapters/alert-webhook/signature.ts';
import { createCommands } from '#src/adapters/command/commands.ts';
import { createDocuments } from '#src/adapters/documents.ts';
import { createGit } from '#src/adapters/git/git.ts';
import { createHttp } from '#src/adapters/http/http.ts';
import { createMailHook } from '#src/adapters/mail-hook/mail-hook.ts';
import { createMetricsSource } from '#src/adapters/metrics/metrics-source.ts';
import { createEventStream } from '#src/adapters/nats/event-stream.ts';
import { createPager, type PagerDuty } from '#src/adapters/pagerduty/pager.ts';
import { createWebhookReader } from '#src/adapters/pagerduty/webhooks.ts';
import { recordCalls } from '#src/adapters/record.ts';
import { createRehearsals } from '#src/adapters/rehearsals.ts';
import { createGitHub } from '#src/adapters/services/github.ts';
import { createGrafana } from '#src/adapters/services/grafana.ts';
import { createStatuspage } from '#src/adapters/services/statuspage.ts';

import { machineAfter, within } from '#src/adapters/slack/after.ts';
import { createSlackApp } from '#src/adapters/slack/bolt-app.ts';
import { createSmtp } from '#src/adapters/smtp/smtp.ts';
import { createSubscribers } from '#src/adapters/subscribers/subscribers.ts';
import { SECOND } from '#src/base/time.ts';
import type { Bot } from '#src/bot.ts';
import { createBot } from '#src/bot.ts';
import type { Config } from '#src/config/env.ts';
import { pagerKeys } from '#src/config/pager-keys.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import { secretsOf } from '#src/config/secrets.ts';
import { signingSecrets } from '#src/config/signing-secrets.ts';
import type { StandingAlerts } from '#src/domain/alerts/standing.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Http } from '#src/ports/http.ts';
import type { Log } from '#src/ports/log.ts';
import type { Mail } from '#src/ports/mail.ts';
import type { PageNews } from '#src/ports/pager.ts';
import type { Route } from '#src/ports/route.ts';
import type { Store } from '#src/ports/store.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { productOf } from '#src/runbook/product-of.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import type { ScrapedAlerts } from '#src/telemetry/alert-series.ts';
import { openBySeverity } from '#src/telemetry/incident-metrics.ts';
import { createLog } from '#src/telemetry/log.ts';
import { createMask } from '#src/telemetry/mask.ts';
import { createMetrics } from '#src/telemetry/metrics.ts';
import { createPagerHealth } from '#src/telemetry/pager-health.ts';
import { alertRoute } from '#src/web/alerts.ts';
import { calendarRoute } from '#src/web/calendar.ts';
import { healthRoutes } from '#src/web/health.ts';
import { pagerDutyRoute } from '#src/web/pagerduty.ts';

/** What is in hand when the bot is told to stop has so long to end by itself; a container is given ten seconds in all. */
const DRAIN_MAX_MS = 4 * SECOND;
/** What was cut off then writes down how it ended. */
const CUT_OFF_MAX_MS = 2 * SECOND;
/** More products than one bot serves. */
const PRODUCTS_MAX = 1_000;
/** More open incidents than anybody can look at. */
const OPEN_INCIDENTS_MAX = 1_000;

export type Running = { readonly bot: Bot; readonly store: Store; readonly port: number; stop(): Promise<void> };

export type ComposeOptions = {
  /** Default: the machine's. The practice workspace gives its own. */
  readonly clock?: Clock;
  /** The clock is wound by hand: its jumps are no trouble to put on record. Default false. */
  readonly woundClock?: boolean;
  /** Called once when the store failed; default: log and end the process, so that the next start reads again. */
  readonly fatal?: (cause: unknown) => void;
};

/** Puts the real parts together and starts: configuration -> store -> adapters -> bot. Throws what is wrong in a sentence. */
export async function compose(config: Config, options: ComposeOptions = {}): Promise<Running> {
  const clock = options.clock ?? { now: () => Date.now() };
  const loaded = loadProducts(await readRunbookFiles(config.runbooks, config.vars), {
    vars: config.vars,
    nats: config.nats !== null,
    changeEvents: config.changeEvents,
  });
  const keys = pagerKeys(config, productsOf(loaded));
  const signing = signingSecrets(config, productsOf(loaded)).secrets;
  // A product may name any variable for its key, so only now is known what has to be hidden.
  const mask = createMask([...secretsOf(config), ...Object.values(keys), ...Object.values(signing).flat()]);
  const log = createLog({ level: config.logLevel, mask });
  const metrics = createMetrics();
  await mkdir(config.data, { recursive: true });
  const store = await openSqlite({ path: config.database });
  const record = config.recordCalls === null ? null : recordCalls({ file: config.recordCalls, mask });
  const http = createHttp({ secrets: config.secrets });
  const commands = createCommands({ dataFolder: config.data, path: config.path, secrets: config.secrets, mask });
  const pager = createPager({ ...config.pager, keys, ...(record ? { record } : {}) });
  const pagerHealth = createPagerHealth({ clock, configured: Object.keys(keys).length > 0 });
  const mail = mailOf(config, http);
  const eventStream = config.nats && createEventStream(config.nats);
  const fatal = options.fatal ?? ((cause: unknown) => die(cause, log));

  const slack = createSlackApp({
    host: config.host,
    port: config.port,
    ...config.slack,
    dispatch: incoming => bot.dispatch(incoming),
    routes: [
      ...webhookRoutes(config, pager, news => bot.pageNews(news), log),
      ...calendarRoutes(config, product => bot.calendar(product)),
      ...alertRoutes(config, told => bot.alertsTold(told), log),
      ...healthRoutes({
        checks: {
          store: async () => {
            await store.counts();
            return { ok: true };
          },
          slack: () => slack.connection(),
          pager: pagerHealth.part,
          recovery: () => (bot.ready ? { ok: true } : { ok: false, reason: 'still recovering' }),
        },
        metrics,
        counts: async () => ({
          ...(await store.counts()),
          alerts: alertsIn(await store.runs({ kind: 'alerts', limit: PRODUCTS_MAX })),
          openIncidents: openBySeverity(await store.runs({ kind: 'incident', open: true, limit: OPEN_INCIDENTS_MAX })),
        }),
      }),
    ],
    log,
    clock,
    ...(record ? { fetch: record('slack') } : {}),
    onAnswered: metrics.requestAnswered,
  });
  const bot: Bot = createBot({
    store,
    clock,
    log,
    loaded,
    registry,
    defaultProduct: config.defaultProduct,
    chat: slack.chat,
    metrics: createMetricsSource({ http }),
    http,
    commands,
    git: createGit({ path: config.path, home: config.environment['HOME'] ?? '', env: sshOf(config) }),
    documents: createDocuments({ dataFolder: config.data }),
    environment: config.environment,
    keepCommandsMs: config.keepCommandsMs,
    settleChatMs: config.settleChatMs,
    rehearsals: createRehearsals({ runbooks: config.runbooks, vars: config.vars }),
    settlePagerMs: config.settlePagerMs,
    alertSilenceMs: config.alertSilenceMs,
    pager: pagerHealth.watch(pager),
    mail,
    statusPage: config.statusPage && createStatuspage({ http, ...config.statusPage }),
    annotations: config.grafana && createGrafana({ http, ...config.grafana }),
    tickets: config.tickets && createGitHub({ http, ...config.tickets }),
    subscribers: createSubscribers({ http, secrets: signing, now: Date.now }),
    eventStream,
    fatal,
    count: metrics.effectEnded,
    late: (_row, lateMs) => metrics.timerFired({ lateMs }),
    onFacts: metrics.factsWritten,
  });
  for (const problem of loaded.problems) log.warn({ problem }, 'a runbook has a problem');
  const { port } = await slack.start();
  await bot.start({ woundClock: options.woundClock ?? false });
  log.info({ port, products: loaded.products.map(product => product.name) }, 'gonogo is ready');

  async function stopOnce(): Promise<void> {
    // Nothing new is begun from here on; whoever is being answered still is.
    const drained = bot.stop();
    // A deploy may take an hour, and a bot that is told to stop goes at once: the next start follows it.
    await commands[Symbol.asyncDispose]();
    const ended = Promise.all([drained, slack.stop()]);
    await within(machineAfter, DRAIN_MAX_MS, ended);
    // A call that hangs is cut off, which goes on record; the next start repeats it or looks what became of it.
    await pager[Symbol.asyncDispose]();
    await http[Symbol.asyncDispose]();
    await eventStream?.[Symbol.asyncDispose]();
    await within(machineAfter, CUT_OFF_MAX_MS, ended);
    if (bot.engine.inFlight > 0) log.warn({ left: bot.engine.inFlight }, 'stopped with effects in hand');
    await store.close();
  }
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= stopOnce();
    return stopping;
  };
  return { bot, store, port, stop };
}

/** Without a token anybody who reaches the port could read it, so there is no such address. */
function calendarRoutes({ calendarToken }: Config, read: Bot['calendar']): readonly Route[] {
  return calendarToken === null ? [] : [calendarRoute({ token: calendarToken, read })];
}

/** Without a secret nothing PagerDuty tells could be believed, so there is no such address. */
function webhookRoutes(
  { pager: { webhookSecret } }: Config,
  pager: PagerDuty,
  receive: (news: PageNews) => Promise<void>,
  log: Log,
): readonly Route[] {
  if (webhookSecret === null) return [];
  return [pagerDutyRoute({ read: createWebhookReader({ secret: webhookSecret, keysOf: pager.keysOf }), receive, log })];
}

/** The mail server where there is one, else the hook. */
function mailOf({ smtp, mailHook }: Config, http: Http): Mail | null {
  if (smtp !== null) return createSmtp(smtp);
  return mailHook === null ? null : createMailHook({ url: mailHook, http });
}

/** For /metrics, from the rows. */
function alertsIn(rows: readonly RunSummary[]): readonly ScrapedAlerts[] {
  return rows.map(({ product, facts }) => ({ product, ...(facts as unknown as StandingAlerts) }));
}

/** Without a token or a signature nothing a sender tells could be believed, so there is no such address. */
function alertRoutes({ alertTokens, grafanaSecret }: Config, receive: Bot['alertsTold'], log: Log): readonly Route[] {
  return (['alertmanager', 'grafana'] as const).flatMap(sender => {
    const token = alertTokens[sender];
    const secret = sender === 'grafana' ? grafanaSecret : null;
    if (token === null && secret === null) return [];
    return [
      alertRoute({
        sender,
        log,
        read: readAlerts,
        // Where both are set, both are asked for.
        isAuthorized: header => token === null || isAuthorized(header, token),
        isSigned: (body, headers) => secret === null || isSigned(secret, { body, headers, now: Date.now() }),
        receive: told => receive({ sender, ...told }),
      }),
    ];
  });
}

function productsOf(loaded: Loaded): readonly Product[] {
  return loaded.products.filter(one => one.startable).flatMap(one => productOf(one) ?? []);
}

/** Pushing a tag may need the operator's agent. */
function sshOf({ environment }: Config): { readonly [name: string]: string } {
  const socket = environment['SSH_AUTH_SOCK'];
  return socket === undefined ? {} : { SSH_AUTH_SOCK: socket };
}

function die(cause: unknown, log: { error(fields: object, message: string): void }): never {
  log.error({ err: cause }, 'nobody can go on; the process stops, so that the next start reads what is really on disk');
  process.exit(70);
}
