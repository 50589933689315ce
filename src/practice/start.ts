import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { registry } from '#commands/index.ts';
import type { JsonObject } from '#src/base/json.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '#src/base/time.ts';
import {
  DEFAULT_TOKEN as PAGER_TOKEN,
  DEFAULT_WEBHOOK_SECRET as PAGER_WEBHOOK_SECRET,
} from '#src/fakes/pagerduty/options.ts';
import { type PagerDutyFake, startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { DEFAULT_SIGNING_SECRET, DEFAULT_TOKEN } from '#src/fakes/slack/options.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import { createActor } from './actor.ts';
import { watchForQuestions } from './asking.ts';
import { createBotProcess } from './bot-process.ts';
import { createChangeFeed } from './changes.ts';
import { createPracticeClock } from './clock.ts';
import { companyOf, placesOf } from './company/company.ts';
import { type PagerAccount, pagerAccountOf } from './company/pager-account.ts';
import { readProductFiles } from './company/product-file.ts';
import { readOffers } from './completions.ts';
import { DOCUMENT_READERS, QUESTIONERS } from './crowds.ts';
import { type Hauski, startHauski } from './demo/hauski/service.ts';
import { startDemoWorld } from './demo/world.ts';
import { createFaultSwitches } from './fault-switches.ts';
import { makeHauskiRepo } from './hauski-repo.ts';
import { freePort, listen, sendJson } from './http.ts';
import { createPhones } from './phones.ts';
import type { PageShortcut, Pulse } from './protocol.ts';
import { makeScratchRepo } from './scratch-repo.ts';
import { answerPractice } from './server.ts';
import { installStandIns } from './stand-ins/install.ts';
import { createTraffic } from './traffic.ts';
import { createWinding } from './winding.ts';

export type PracticeOptions = {
  readonly host: string;
  readonly port: number;
  /** Everything practice writes lies in `practice` below it, and is made anew at each start. */
  readonly data: string;
  /** The folder of products; `product` is the one that is practised first. */
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
  readonly pagerDuty: PagerDutyFake;
  readonly demo: Awaited<ReturnType<typeof startDemoWorld>>;
  readonly hauski: Hauski;
} & AsyncDisposable;

/** Opens the practice workspace: page, Slack, PagerDuty, demo company and clock here, the bot in a process of its own. */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const folder = join(options.data, 'practice');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const hostPath = options.hostEnv['PATH'] ?? '';
  const stack = new AsyncDisposableStack();
  const clock = createPracticeClock();
  const hauskiRepo = makeHauskiRepo({ folder: join(folder, 'repos'), hostPath, now: clock.now() });
  const beat = options.beatMs === undefined ? {} : { beatMs: options.beatMs };
  const demo = stack.use(await startDemoWorld({ clock, ...beat }));
  const hauski = stack.use(await startHauski({ clock, repository: hauskiRepo }));
  const repository = makeScratchRepo({ folder: join(folder, 'repos'), hostPath });
  const path = installStandIns({ folder: join(folder, 'bin'), controlUrl: demo.urls.control, hostPath });
  const files = readProductFiles({ runbooks: options.runbooks, first: options.product });
  const company = companyOf(files, {
    ...placesOf(demo.urls),
    ...{ HAUSKI: hauski.url, REPO: repository.path, HAUSKI_REPO: hauskiRepo },
  });
  const account = pagerAccountOf(files, company);
  const manifest = parse(readFileSync(options.manifest, 'utf8')) as JsonObject;
  const { users, channels, groups } = company;
  // A press must be answered in three seconds of the person's life, however fast the clock is wound.
  const slack = stack.use(
    await startSlackFake({ clock, triggerClock: 'machine', users, channels, groups, manifest, team: TEAM }),
  );
  const pagerDuty = stack.use(await startPagerDuty({ clock, ...account.directory }));
  const phones = createPhones(pagerDuty, account.holders);
  const crowds = [
    stack.use(createTraffic(demo.urls.document, DOCUMENT_READERS)),
    stack.use(createTraffic(hauski.url, QUESTIONERS)),
  ];
  const pass = (from: Instant, to: Instant) => Promise.all(crowds.map(one => one.pass(from, to)));
  await runBefore(pass, clock.now());
  const feed = createChangeFeed();
  slack.subscribe(() => feed.changed());
  pagerDuty.subscribe(() => feed.changed());
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
        HAUSKI_CONFIG: hauski.url,
        ...pagerEnv(pagerDuty, account),
        ...Object.fromEntries(Object.entries(company.vars).map(([name, value]) => [`GONOGO_VAR_${name}`, value])),
      },
      onChange: () => feed.changed(),
      onOutput: options.onOutput,
    }),
  );
  const questions = watchForQuestions(slack);
  const winding = createWinding({
    clock,
    standing: bot.standing,
    settle: bot.settle,
    pass,
    asked: () => phones.begun() ?? questions(),
    vendors: {
      nextDue: pagerDuty.nextDue,
      deliverDue: () => Promise.all([slack.deliverDue(), pagerDuty.tick()]),
    },
  });
  const faults = createFaultSwitches({ demo, hauski, slack, pagerDuty });
  const completions = await readOffers(registry.verbs, { runbooks: options.runbooks, vars: company.vars });
  const pulse = (): Pulse => ({
    now: clock.now(),
    bot: bot.state(),
    clock: { nextMoment: bot.standing().nextMoment, ...winding.state() },
    demo: { ...demo.state(), log: logOf(demo.journal()) },
    hauski: hauski.state(),
    phones: phones.state(),
    faults: faults.list(),
  });
  const shown = { slack, company, completions, shortcuts: shortcutsIn(manifest), pulse };
  const act = createActor({ slack, pagerDuty, bot, winding, faults, changed: feed.changed });
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
  pagerDuty.webhookUrl = `${server.url}/webhooks/pagerduty`;
  bot.start();
  const pulses = setInterval(() => {
    void winding.flow();
    if (!winding.state().winding) void pagerDuty.tick();
    feed.pulse(pulse());
  }, SECOND);
  stack.defer(() => clearInterval(pulses));
  return { url: server.url, slack, pagerDuty, demo, hauski, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** What the bot needs to page: addresses, secrets, and the key behind each variable the products name. */
function pagerEnv({ eventsUrl, apiUrl }: PagerDutyFake, { keys }: PagerAccount): { readonly [name: string]: string } {
  return {
    ...{ PAGERDUTY_EVENTS_URL: eventsUrl, PAGERDUTY_API_URL: apiUrl, PAGERDUTY_TOKEN: PAGER_TOKEN },
    ...{ PAGERDUTY_WEBHOOK_SECRET: PAGER_WEBHOOK_SECRET, ...keys },
  };
}

/** The services have run before anybody looks: comparisons look back an hour, the small curves a quarter of one. */
async function runBefore(pass: (from: Instant, to: Instant) => Promise<unknown>, now: Instant): Promise<void> {
  await pass(now - HOUR, now - 15 * MINUTE);
  for (let from = now - 15 * MINUTE; from < now; from += 3 * MINUTE) await pass(from, from + 3 * MINUTE);
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
