import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { registry } from '#commands/index.ts';
import type { JsonObject } from '#src/base/json.ts';
import { SECOND } from '#src/base/time.ts';
import { createActor } from './actor.ts';
import { watchForQuestions } from './asking.ts';
import { createBotProcess } from './bot-process.ts';
import { createChangeFeed } from './changes.ts';
import { createPracticeClock } from './clock.ts';
import { commandLog } from './command-log.ts';
import { companyOf } from './company/company.ts';
import { readProductFiles } from './company/product-file.ts';
import { readOffers } from './completions.ts';
import { createFaultSwitches } from './fault-switches.ts';
import { freePort, listen, sendJson } from './http.ts';
import type { Pulse } from './protocol.ts';
import { answerPractice } from './server.ts';
import { type Services, startServices } from './services.ts';
import { shortcutsIn } from './shortcuts.ts';
import { startVendors, type Vendors } from './vendors.ts';
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

export type Practice = Pick<Vendors, 'slack' | 'pagerDuty'> &
  Pick<Services, 'demo' | 'hauski'> & { readonly url: string } & AsyncDisposable;

/** Opens the practice workspace: page, Slack, PagerDuty, demo company and clock here, the bot in a process of its own. */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const { runbooks, product, hostEnv, beatMs } = options;
  const folder = join(options.data, 'practice');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stack = new AsyncDisposableStack();
  const clock = createPracticeClock();
  const beat = beatMs === undefined ? {} : { beatMs };
  const files = readProductFiles({ runbooks, first: product });
  const about = { hostPath: hostEnv['PATH'] ?? '', products: files.map(file => file.name), ...beat };
  const services = stack.use(await startServices({ clock, folder, ...about }));
  const { demo, hauski } = services;
  const company = companyOf(files, services.places);
  const manifest = parse(readFileSync(options.manifest, 'utf8')) as JsonObject;
  const vendors = stack.use(await startVendors({ clock, files, company, manifest }));
  const { slack, pagerDuty, phones } = vendors;
  const feed = createChangeFeed();
  slack.subscribe(() => feed.changed());
  pagerDuty.subscribe(() => feed.changed());
  const botPort = await freePort();
  const bot = stack.use(
    createBotProcess({
      clock,
      entry: options.botEntry,
      env: {
        ...hostEnv,
        ...vendors.env,
        ...Object.fromEntries(Object.entries(company.vars).map(([name, value]) => [`GONOGO_VAR_${name}`, value])),
        ...{ GONOGO_HOST: '127.0.0.1', GONOGO_PORT: String(botPort), GONOGO_DATA: folder, GONOGO_RUNBOOKS: runbooks },
        ...{ GONOGO_DEFAULT_PRODUCT: product, GONOGO_PATH: services.path, HAUSKI_CONFIG: hauski.url },
      },
      onChange: () => feed.changed(),
      onOutput: options.onOutput,
    }),
  );
  const questions = watchForQuestions(slack);
  const asked = () => phones.begun() ?? questions();
  const { standing, settle } = bot;
  const winding = createWinding({ clock, standing, settle, pass: services.pass, asked, vendors });
  const faults = createFaultSwitches({ demo, hauski, slack, pagerDuty });
  const pulse = (): Pulse => ({
    now: clock.now(),
    bot: bot.state(),
    clock: { nextMoment: standing().nextMoment, ...winding.state() },
    demo: { ...demo.state(), log: commandLog(demo.journal()) },
    hauski: hauski.state(),
    phones: phones.state(),
    faults: faults.list(),
  });
  const completions = await readOffers(registry.verbs, { runbooks, vars: company.vars });
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
  vendors.deliverTo(server.url);
  bot.start();
  const pulses = setInterval(() => {
    void winding.flow();
    if (!winding.state().winding) void vendors.deliverDue();
    feed.pulse(pulse());
  }, SECOND);
  stack.defer(() => clearInterval(pulses));
  return { url: server.url, slack, pagerDuty, demo, hauski, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
