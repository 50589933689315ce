import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { registry } from '#commands/index.ts';
import type { JsonObject } from '#src/base/json.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '#src/base/time.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import { DEFAULT_SIGNING_SECRET, DEFAULT_TOKEN } from '#src/fakes/slack/options.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { createActor } from './actor.ts';
import { watchForQuestions } from './asking.ts';
import { createBotProcess } from './bot-process.ts';
import { createChangeFeed } from './changes.ts';
import { createPracticeClock } from './clock.ts';
import { completionsOf } from './completions.ts';
import { startDemoWorld } from './demo/world.ts';
import { createFaultSwitches } from './fault-switches.ts';
import { freePort, listen, sendJson } from './http.ts';
import { readPracticeProduct } from './product.ts';
import type { PageShortcut, Pulse } from './protocol.ts';
import { makeScratchRepo } from './scratch-repo.ts';
import { answerPractice } from './server.ts';
import { installStandIns } from './stand-ins/install.ts';
import { createTraffic, type Traffic } from './traffic.ts';
import { createWinding } from './winding.ts';

export type PracticeOptions = {
  readonly host: string;
  readonly port: number;
  /** Everything practice writes lies in `practice` below it, and is made anew at each start. */
  readonly data: string;
  /** The folder of products; `product` is the one that is practised. */
  readonly runbooks: string;
  readonly product: string;
  readonly manifest: string;
  /** The module that composes the bot, started as a process of its own. */
  readonly botEntry: string;
  /** PATH, HOME and LANG of whoever starts practice. */
  readonly hostEnv: { readonly [name: string]: string };
  readonly onOutput: (text: string) => void;
  /** Real milliseconds between two lines of a stand-in. */
  readonly beatMs?: number;
};

export type Practice = {
  readonly url: string;
  readonly slack: Awaited<ReturnType<typeof startSlackFake>>;
  readonly demo: Awaited<ReturnType<typeof startDemoWorld>>;
} & AsyncDisposable;

/** Opens the practice workspace: page, Slack, demo company and clock here, the bot in a process of its own. */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const folder = join(options.data, 'practice');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const hostPath = options.hostEnv['PATH'] ?? '';
  const stack = new AsyncDisposableStack();
  const clock = createPracticeClock();
  const demo = stack.use(
    await startDemoWorld({ clock, ...(options.beatMs === undefined ? {} : { beatMs: options.beatMs }) }),
  );
  const repository = makeScratchRepo({ folder: join(folder, 'repos'), hostPath });
  const path = installStandIns({ folder: join(folder, 'bin'), controlUrl: demo.urls.control, hostPath });
  const product = readPracticeProduct({
    folder: join(options.runbooks, options.product),
    demo: demo.urls,
    repository: repository.path,
  });
  const manifest = parse(readFileSync(options.manifest, 'utf8')) as JsonObject;
  const { users, channels, groups, titles } = product;
  // A press must be answered in three seconds of the person's life, however fast the clock is wound.
  const slack = stack.use(
    await startSlackFake({ clock, triggerClock: 'machine', users, channels, groups, manifest, team: TEAM }),
  );
  const traffic = stack.use(createTraffic(demo.urls.document));
  await runBefore(traffic, clock.now());
  const feed = createChangeFeed();
  slack.subscribe(() => feed.changed());
  const botPort = await freePort();
  const bot = stack.use(
    createBotProcess({
      clock,
      entry: options.botEntry,
      env: {
        ...options.hostEnv,
        SLACK_BOT_TOKEN: DEFAULT_TOKEN,
        SLACK_SIGNING_SECRET: DEFAULT_SIGNING_SECRET,
        SLACK_API_URL: slack.apiUrl,
        GONOGO_HOST: '127.0.0.1',
        GONOGO_PORT: String(botPort),
        GONOGO_DATA: folder,
        GONOGO_RUNBOOKS: options.runbooks,
        GONOGO_DEFAULT_PRODUCT: options.product,
        GONOGO_PATH: path,
        ...Object.fromEntries(Object.entries(product.vars).map(([name, value]) => [`GONOGO_VAR_${name}`, value])),
      },
      onChange: () => feed.changed(),
      onOutput: options.onOutput,
    }),
  );
  const winding = createWinding({
    clock,
    standing: bot.standing,
    settle: bot.settle,
    pass: traffic.pass,
    asked: watchForQuestions(slack),
    deliverDue: slack.deliverDue,
  });
  const faults = createFaultSwitches(demo, slack);
  const completions = completionsOf(registry.verbs, await typesOf(options));
  const pulse = (): Pulse => ({
    now: clock.now(),
    bot: bot.state(),
    clock: { nextMoment: bot.standing().nextMoment, ...winding.state() },
    demo: { ...demo.state(), log: logOf(demo.journal()) },
    faults: faults.list(),
  });
  const shown = { slack, titles, completions, shortcuts: shortcutsIn(manifest), pulse };
  const act = createActor({ slack, bot, winding, faults, changed: feed.changed });
  const server = stack.use(
    await listen(
      (req, res) => {
        answerPractice({ slack, feed, shown, botPort, act }, req, res).catch((error: unknown) => {
          if (!res.headersSent) sendJson(res, 500, { ok: false, error: String(error) });
        });
      },
      options.port,
      options.host,
    ),
  );
  slack.eventsUrl = `${server.url}/slack/events`;
  bot.start();
  const beat = setInterval(() => {
    void winding.flow();
    feed.pulse(pulse());
  }, SECOND);
  stack.defer(() => clearInterval(beat));
  return { url: server.url, slack, demo, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** The service has run before anybody looks: comparisons look back an hour, the small curves a quarter of one. */
async function runBefore(traffic: Traffic, now: Instant): Promise<void> {
  await traffic.pass(now - HOUR, now - 15 * MINUTE);
  for (let from = now - 15 * MINUTE; from < now; from += 3 * MINUTE) await traffic.pass(from, from + 3 * MINUTE);
}

/** The release types of the product that is practised. */
async function typesOf({ runbooks, product }: PracticeOptions): Promise<readonly string[]> {
  const { products } = loadProducts(await readRunbookFiles(runbooks), {});
  const releases = products.find(one => one.name === product)?.releases ?? [];
  return releases.flatMap(release => release.types.map(type => type.name));
}

const TEAM = { id: 'T0PRACTICE', name: 'VALERO', domain: 'valero-practice' };
const LOG_MAX = 12;

/** The newest first. */
function logOf(journal: ReturnType<Practice['demo']['journal']>): Pulse['demo']['log'] {
  return journal
    .slice(-LOG_MAX)
    .reverse()
    .map(({ command, ended }) => ({
      command,
      state: ended === null ? 'running' : ended.exit === 0 ? 'done' : 'failed',
    }));
}

function shortcutsIn(manifest: JsonObject): readonly PageShortcut[] {
  const features = manifest['features'] as
    | { shortcuts?: { name: string; callback_id: string; type: string }[] }
    | undefined;
  return (features?.shortcuts ?? []).map(({ name, callback_id, type }) => ({
    id: callback_id,
    name,
    kind: type === 'message' ? 'message' : 'global',
  }));
}
