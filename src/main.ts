import { mkdir } from 'node:fs/promises';
import { registry } from '#commands/index.ts';
import { createCommands } from '#src/adapters/command/commands.ts';
import { createGit } from '#src/adapters/git/git.ts';
import { createHttp } from '#src/adapters/http/http.ts';
import { createMetricsSource } from '#src/adapters/metrics/metrics-source.ts';
import { recordCalls } from '#src/adapters/record.ts';
import { createSlackApp } from '#src/adapters/slack/bolt-app.ts';
import type { Bot } from '#src/bot.ts';
import { createBot } from '#src/bot.ts';
import type { Config } from '#src/config/env.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Store } from '#src/ports/store.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { createLog } from '#src/telemetry/log.ts';
import { createMask } from '#src/telemetry/mask.ts';
import { createMetrics } from '#src/telemetry/metrics.ts';
import { healthRoutes } from '#src/web/health.ts';

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
  const { botToken, signingSecret, appToken } = config.slack;
  const secrets = [botToken, signingSecret ?? '', appToken ?? '', ...Object.values(config.secrets)];
  const mask = createMask(secrets);
  const log = createLog({ level: config.logLevel, mask });
  const metrics = createMetrics();
  const loaded = loadProducts(await readRunbookFiles(config.runbooks), { vars: config.vars });
  await mkdir(config.data, { recursive: true });
  const store = await openSqlite({ path: config.database });
  const record = config.recordCalls === null ? null : recordCalls({ file: config.recordCalls, mask });
  const http = createHttp({ secrets: config.secrets });
  const commands = createCommands({ dataFolder: config.data, path: config.path, secrets: config.secrets, mask });
  const fatal = options.fatal ?? ((cause: unknown) => die(cause, log));

  const slack = createSlackApp({
    host: config.host,
    port: config.port,
    ...config.slack,
    dispatch: incoming => bot.dispatch(incoming),
    routes: healthRoutes({
      checks: {
        store: async () => {
          await store.counts();
          return { ok: true };
        },
        slack: () => slack.connection(),
        recovery: () => (bot.ready ? { ok: true } : { ok: false, reason: 'still recovering' }),
      },
      metrics,
      counts: () => store.counts(),
    }),
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
    environment: config.environment,
    settleChatMs: config.settleChatMs,
    fatal,
    count: metrics.effectEnded,
    late: (_row, lateMs) => metrics.timerFired({ lateMs }),
  });
  for (const problem of loaded.problems) log.warn({ problem }, 'a runbook has a problem');
  const { port } = await slack.start();
  await bot.start({ woundClock: options.woundClock ?? false });
  log.info({ port, products: loaded.products.map(product => product.name) }, 'gonogo is ready');

  async function stop(): Promise<void> {
    await slack.stop();
    // A deploy may take an hour, and a bot that is told to stop goes at once: the next start follows it.
    await commands[Symbol.asyncDispose]();
    await bot.stop();
    await http[Symbol.asyncDispose]();
    await store.close();
  }
  return { bot, store, port, stop };
}

/** Pushing a tag may need the operator's agent. */
function sshOf({ environment }: Config): { readonly [name: string]: string } {
  const socket = environment['SSH_AUTH_SOCK'];
  return socket === undefined ? {} : { SSH_AUTH_SOCK: socket };
}

function die(cause: unknown, log: { error(fields: object, message: string): void }): never {
  log.error({ err: cause }, 'the store failed; the process stops so that the next start reads what is really there');
  process.exit(70);
}
