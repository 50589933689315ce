import { registry } from '#commands/index.ts';
import { isAuthorized, readAlerts } from '#src/adapters/alert-webhook/read.ts';
import { createCommands } from '#src/adapters/command/commands.ts';
import { createDocuments } from '#src/adapters/documents.ts';
import { createGit } from '#src/adapters/git/git.ts';
import { createHttp } from '#src/adapters/http/http.ts';
import { createMetricsSource } from '#src/adapters/metrics/metrics-source.ts';
import { createPager } from '#src/adapters/pagerduty/pager.ts';
import { createWebhookReader } from '#src/adapters/pagerduty/webhooks.ts';
import { createRehearsals } from '#src/adapters/rehearsals.ts';
import { createSlackApp } from '#src/adapters/slack/bolt-app.ts';
import { type Bot, createBot } from '#src/bot.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import type { EffectPorts } from '#src/effects/index.ts';
import { DEFAULT_WEBHOOK_SECRET as PAGER_SECRET, DEFAULT_TOKEN as PAGER_TOKEN } from '#src/fakes/pagerduty/options.ts';
import { DEFAULT_APP_TOKEN, DEFAULT_SIGNING_SECRET, DEFAULT_TOKEN } from '#src/fakes/slack/options.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { Pager } from '#src/ports/pager.ts';
import type { Store } from '#src/ports/store.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { createMask } from '#src/telemetry/mask.ts';
import { alertRoute } from '#src/web/alerts.ts';
import { calendarRoute } from '#src/web/calendar.ts';
import { pagerDutyRoute } from '#src/web/pagerduty.ts';
import { type Life, mortal } from './mortal.ts';

export const CALENDAR_TOKEN = 'a-token-of-the-tests';
/** What Alertmanager proves itself with. */
export const ALERT_TOKEN = 'alertmanager-token';

export type BotSettings = {
  readonly clock: Clock;
  readonly log: Log;
  readonly data: string;
  readonly runbooks: string;
  readonly vars: { readonly [name: string]: string };
  /** PATH of commands. */
  readonly path: string;
  /** What else the bot's environment holds; a command sees of it what its product allows. */
  readonly environment: { readonly [name: string]: string };
  readonly slackApiUrl: string;
  /** Hear Slack over Socket Mode instead of HTTP. */
  readonly socketMode: boolean;
  readonly pager: {
    readonly eventsUrl: string;
    readonly apiUrl: string;
    readonly keys: { readonly [name: string]: string };
  };
  /** Vendors of a test, in the place of none. */
  readonly ports?: Partial<Omit<EffectPorts, 'people' | 'lookUp'>>;
  readonly fatal: (cause: unknown) => void;
};

export type StartedBot = {
  readonly bot: Bot;
  readonly store: Store;
  readonly eventsUrl: string;
  readonly webhooksUrl: string;
  readonly alertsUrl: string;
  /** As `kill -9`: nothing it had in hand is finished, told or written. Answers when the database is free again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** The real bot with every real adapter in this process, without a loop of its own: the world says when it looks. */
export async function startBot(settings: BotSettings): Promise<StartedBot> {
  const { clock, log, path, data } = settings;
  const life: Life = { over: false };
  const opened = await openSqlite({ path: `${data}/gonogo.sqlite` });
  const store = mortal(opened as Store, life);
  const http = createHttp({ secrets: {} });
  const commands = createCommands({ dataFolder: data, path, secrets: {}, mask: createMask([]), graceMs: 500 });
  const pager = createPager({ ...settings.pager, token: PAGER_TOKEN });
  const slack = createSlackApp({
    host: '127.0.0.1',
    port: 0,
    signingSecret: DEFAULT_SIGNING_SECRET,
    appToken: settings.socketMode ? DEFAULT_APP_TOKEN : null,
    botToken: DEFAULT_TOKEN,
    apiUrl: settings.slackApiUrl,
    dispatch: incoming => bot.dispatch(incoming),
    routes: [
      calendarRoute({ token: CALENDAR_TOKEN, read: product => bot.calendar(product) }),
      pagerDutyRoute({
        read: createWebhookReader({ secret: PAGER_SECRET, keysOf: pager.keysOf }),
        receive: news => bot.pageNews(news),
        log,
      }),
      alertRoute({
        sender: 'alertmanager',
        isAuthorized: header => isAuthorized(header, ALERT_TOKEN),
        read: readAlerts,
        receive: told => bot.alertsTold({ sender: 'alertmanager', ...told }),
        log,
      }),
    ],
    log,
    clock,
  });
  const bot: Bot = createBot({
    store,
    clock,
    log,
    loaded: loadProducts(await readRunbookFiles(settings.runbooks, settings.vars), {
      vars: settings.vars,
      nats: Boolean(settings.ports?.eventStream),
      changeEvents: true,
    }),
    registry,
    defaultProduct: null,
    chat: mortal(slack.chat, life),
    metrics: mortal(createMetricsSource({ http }), life),
    http: mortal(http, life),
    commands: mortal(commands, life),
    git: mortal(createGit({ path, home: data, env: {} }), life),
    documents: mortal(createDocuments({ dataFolder: data }), life),
    environment: { ...settings.environment, PATH: path, HOME: data },
    pager: mortal<Pager>(pager, life),
    mail: null,
    subscribers: null,
    eventStream: null,
    annotations: null,
    tickets: null,
    statusPage: null,
    ...settings.ports,
    settleChatMs: 30_000,
    rehearsals: createRehearsals({ runbooks: settings.runbooks, vars: settings.vars }),
    settlePagerMs: 60_000,
    fatal: cause => {
      if (!life.over) settings.fatal(cause);
    },
  });
  const { port } = await slack.start();
  await bot.start({ loop: false });

  return {
    bot,
    store,
    eventsUrl: `http://127.0.0.1:${port}/slack/events`,
    webhooksUrl: `http://127.0.0.1:${port}/webhooks/pagerduty`,
    alertsUrl: `http://127.0.0.1:${port}/webhooks/alertmanager`,
    async kill() {
      life.over = true;
      // What it still holds open is nobody's any more; waiting for it would be what a killed process does not do.
      void slack.stop();
      void commands[Symbol.asyncDispose]();
      void pager[Symbol.asyncDispose]();
      await opened.close();
    },
    async stop() {
      await slack.stop();
      await commands[Symbol.asyncDispose]();
      await bot.stop();
      await pager[Symbol.asyncDispose]();
      await http[Symbol.asyncDispose]();
      await opened.close();
    },
  };
}
