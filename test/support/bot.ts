import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { parse } from 'yaml';
import { createHttp } from '#src/adapters/http/http.ts';
import { createGitHub } from '#src/adapters/services/github.ts';
import { createGrafana } from '#src/adapters/services/grafana.ts';
import { createStatuspage } from '#src/adapters/services/statuspage.ts';
import { assert } from '#src/base/assert.ts';
import type { Json, JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import { durationMs, MINUTE, parseDuration, SECOND } from '#src/base/time.ts';
import { streamOf } from '#src/bot/deciding.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { IncidentRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import type { EffectPorts } from '#src/effects/index.ts';
import { decode } from '#src/engine/codec.ts';
import { startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { GRAFANA_TOKEN } from '#src/fakes/services/grafana.ts';
import { GITHUB_TOKEN, REPOSITORY } from '#src/fakes/services/issues.ts';
import { type ServicesFake, startServices } from '#src/fakes/services/start.ts';
import { STATUSPAGE_KEY, STATUSPAGE_PAGE } from '#src/fakes/services/statuspage.ts';
import type { ChannelSeed, UserSeed } from '#src/fakes/slack/options.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import type { View } from '#src/fakes/slack/views.ts';
import type { Http } from '#src/ports/http.ts';
import { companyOf, placesOf } from '#src/practice/company/company.ts';
import { pagerAccountOf } from '#src/practice/company/pager-account.ts';
import { componentsOf, readProductFiles } from '#src/practice/company/product-file.ts';
import { DOCUMENT_READERS, QUESTIONERS, TREND_READERS } from '#src/practice/crowds.ts';
import { type Hauski, startHauski } from '#src/practice/demo/hauski/service.ts';
import { AT_HEADER } from '#src/practice/demo/proxy.ts';
import { startDemoWorld } from '#src/practice/demo/world.ts';
import { makeHauskiRepo } from '#src/practice/hauski-repo.ts';
import { makeHoradusRepo } from '#src/practice/horadus-repo.ts';
import { freePort } from '#src/practice/http.ts';
import { makeScratchRepo } from '#src/practice/scratch-repo.ts';
import { hauskiPlaces } from '#src/practice/services.ts';
import { installStandIns } from '#src/practice/stand-ins/install.ts';
import { createTraffic, type Traffic } from '#src/practice/traffic.ts';
import { makeWimmelweltRepo } from '#src/practice/wimmelwelt-repo.ts';
import { createVirtualClock } from './world/clock.ts';
import { quietLog } from './world/log.ts';
import { render } from './world/render.ts';
import { findButton, labelsOn } from './world/screen.ts';
import type { StartedBot } from './world/start-bot.ts';
import { ALERT_TOKEN, startBot } from './world/start-bot.ts';

/** Tuesday, 20:00 in Berlin. */
export const TUESDAY_EVENING = Date.parse('2026-11-24T19:00:00Z');
export const CHANNEL = 'C0RELEASES';

const ROOT = join(import.meta.dirname, '../..');
export const VALERO = join(ROOT, 'runbooks/valero');
export const WIMMELWELT = join(ROOT, 'runbooks/wimmelwelt');
export const HAUSKI = join(ROOT, 'runbooks/hauski');
export const HORADUS = join(ROOT, 'runbooks/horadus');

/** Nothing here has to survive the machine, and a release writes some thousand times. */
const MEMORY = '/dev/shm';

// A whole evening in virtual time is some seconds of a machine's, more where it is busy with other tests.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 });

/** Posts of one thread leave a second apart; after something happened the world waits so long for people to read it. */
const READING_MS = 8 * SECOND;
/** How often it is looked, in real time, whether what does not hang has ended. */
const BEAT_MS = 5;
/** A run that is due again and again must end a test, not hang it. */
const STEPS_MAX = 5_000;

/** A product that asks none of these places needs no customers there, and they are most of what a world costs. */
function asks(product: string, places: readonly string[]): boolean {
  const text = readFileSync(join(product, 'product.yml'), 'utf8');
  return places.some(place => new RegExp(`vars\\.${place}\\b`).test(text));
}

export type WorldOptions = {
  /** Product folders; copied, so a test may edit what lies in `world.runbooks`. Default: VALERO as it is shipped. */
  readonly products?: readonly string[];
  readonly start?: Instant;
  readonly users?: readonly UserSeed[];
  readonly channels?: readonly ChannelSeed[];
  /** The service has had customers for so long. Default 2 min; a release comparison needs an hour. */
  readonly pastMs?: number;
  /** Real milliseconds between two lines a tool says. Default 0. */
  readonly beatMs?: number;
  /** Slack and the bot speak over Socket Mode. Default: HTTP. */
  readonly socketMode?: boolean;
  /** Every call to Slack is appended here, for checking it against Slack's own rules. */
  readonly recordTo?: string;
  /** Vendors in the place of those that stand ready: no mail server, but tickets, dashboards and a status page. */
  readonly ports?: Partial<Omit<EffectPorts, 'people' | 'lookUp'>>;
};

export type World = Awaited<ReturnType<typeof startWorld>>;

/** What somebody alone was told, and the modal that is open for them now. */
export type Answer = { readonly text: string; readonly modal: View | undefined };

/**
 * The real bot on real SQLite, real commands, HTTP and git, against a strict Slack and a company with a real service.
 * Time stands still until `wind`. Dispose ends it and holds: Slack refused nothing, nothing hit a defect.
 */
export async function startWorld(options: WorldOptions = {}) {
  const {
    products = [VALERO],
    start = TUESDAY_EVENING,
    pastMs = 2 * MINUTE,
    beatMs = 0,
    socketMode = false,
    recordTo,
    ports,
  } = options;
  const stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'gonogo-world-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const clock = createVirtualClock(start);
  /** So much behind everybody else's is the clock of the bot's machine. */
  let behindMs = 0;
  /** So many commands never end, and nobody waits for them. */
  let hanging = 0;
  let hangs = Promise.withResolvers<void>();
  const demo = stack.use(await startDemoWorld({ clock, beatMs }));
  const hostPath = process.env['PATH'] ?? '';
  const repository = makeScratchRepo({ folder: join(folder, 'repos'), hostPath });
  const teams = products.map(one => basename(one));
  const places: { [variable: string]: string } = { ...placesOf(demo.urls), REPO: repository.path };
  const crowds: Traffic[] = [];
  const environment: { [name: string]: string } = {};
  let hauski: Hauski | null = null;
  if (teams.includes('hauski')) {
    const hauskiRepo = makeHauskiRepo({ folder: join(folder, 'repos'), hostPath, now: start });
    hauski = stack.use(await startHauski({ clock, repository: hauskiRepo }));
    Object.assign(places, hauskiPlaces(hauski, await freePort()), { HAUSKI: hauski.url, HAUSKI_REPO: hauskiRepo });
    environment['HAUSKI_CONFIG'] = hauski.url;
    crowds.push(stack.use(createTraffic(hauski.url, QUESTIONERS)));
  }
  if (teams.includes('horadus')) {
    places['HORADUS_REPO'] = makeHoradusRepo({ folder: join(folder, 'repos'), hostPath });
    crowds.push(stack.use(createTraffic(demo.urls.horadus, TREND_READERS)));
  }
  if (teams.includes('wimmelwelt')) {
    places['WIMMELWELT_REPO'] = makeWimmelweltRepo({ folder: join(folder, 'repos'), hostPath });
    for (const url of [demo.urls.wimmelwelt, demo.urls.wimmelwelt_staging])
      crowds.push(stack.use(createTraffic(url, TREND_READERS)));
  }
  const asksDocuments = (product: string) => asks(product, Object.keys(placesOf(demo.urls)));
  if (products.some(one => !['horadus', 'wimmelwelt'].includes(basename(one)) && asksDocuments(one)))
    crowds.push(stack.use(createTraffic(demo.urls.document, DOCUMENT_READERS)));
  const path = installStandIns({ folder: join(folder, 'bin'), controlUrl: demo.urls.control, hostPath });
  const runbooks = join(folder, 'runbooks');
  for (const product of products) {
    cpSync(product, join(runbooks, basename(product)), { recursive: true });
    // Made for this world (from-gate.ts): it goes with it.
    if (basename(dirname(product)).startsWith('gonogo-product-'))
      stack.defer(() => rmSync(dirname(product), { recursive: true, force: true }));
  }
  const files = readProductFiles({ runbooks, first: basename(products[0] ?? '') });
  const company = companyOf(files, places);
  const account = pagerAccountOf(files, company);
  const manifest = parse(readFileSync(join(ROOT, 'manifest.yml'), 'utf8')) as JsonObject;
  const slack = stack.use(
    await startSlackFake({
      clock,
      triggerClock: 'machine',
      manifest,
      socketMode,
      users: unique([...company.users, ...(options.users ?? [])]),
      channels: unique([...company.channels, ...(options.channels ?? [])]),
      ...(recordTo === undefined ? {} : { recordTo }),
    }),
  );
  const pagerDuty = stack.use(
    await startPagerDuty({
      clock,
      ...account.directory,
      ...(recordTo === undefined ? {} : { recordTo }),
    }),
  );
  const services = stack.use(await startServices({ components: componentsOf(files) }));
  const http = stack.use(createHttp({ secrets: {} }));
  const phones = new Map([...account.holders].map(([phone, user]) => [user, phone]));
  const phoneOf = (user: string) => phones.get(user) ?? `nobody: ${user}`;
  const log = quietLog();
  const fatal: unknown[] = [];
  const settings = {
    clock: { now: () => clock.now() - behindMs },
    log,
    data: join(folder, 'data'),
    runbooks,
    vars: company.vars,
    path,
    environment,
    slackApiUrl: slack.apiUrl,
    socketMode,
    pager: { eventsUrl: pagerDuty.eventsUrl, apiUrl: pagerDuty.apiUrl, keys: account.keys },
    fatal: (cause: unknown) => void fatal.push(cause),
    ports: { ...portsOf(services, http), ...ports },
  };
  let running: StartedBot | null = await startBot(settings);
  slack.eventsUrl = running.eventsUrl;
  pagerDuty.webhookUrl = running.webhooksUrl;
  stack.defer(async () => running?.stop());
  await passFrom(start - pastMs, start);
  // What a start asks for at once is done before the clock is ever wound.
  await running.bot.engine.idle();

  const alive = () => {
    assert(running !== null, 'the bot was killed; restart it first');
    return running;
  };

  async function passFrom(from: Instant, to: Instant): Promise<void> {
    // The last three minutes of a span are as dense as a sweep needs; so every stretch of it is.
    for (let at = from; at < to; at += 3 * MINUTE) {
      await Promise.all(crowds.map(one => one.pass(at, Math.min(to, at + 3 * MINUTE))));
    }
  }

  async function goTo(at: Instant): Promise<void> {
    const from = clock.now();
    if (at > from) {
      await passFrom(Math.max(from, at - 3 * MINUTE), at);
      clock.advanceTo(at);
    }
    await slack.deliverDue();
    await pagerDuty.tick();
    await idle();
  }

  /** Nothing is in hand or due now, but for what was left hanging. */
  async function idle(): Promise<void> {
    if (!running) return;
    const { engine } = running.bot;
    await Promise.race([engine.idle(), hangs.promise]);
    for (let next: Instant | null = clock.now(); hanging > 0 && (engine.inFlight > hanging || isDue(next)); ) {
      next = await engine.tick();
      if (engine.inFlight > hanging) await sleep(BEAT_MS);
    }
  }

  const isDue = (at: Instant | null) => at !== null && at <= settings.clock.now();

  /** From due row to due row until `until` says so or the time is over. */
  async function walk(end: Instant, until: () => Promise<boolean> | boolean = () => false): Promise<boolean> {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      if (await until()) return true;
      if (clock.now() >= end) return false;
      const mine = running ? await running.bot.engine.tick() : null;
      const next = Math.min(mine === null ? end : mine + behindMs, pagerDuty.nextDue() ?? end);
      await goTo(Math.min(end, Math.max(next, clock.now())));
    }
    throw new Error('the run was due again and again');
  }

  /** Lets everything happen that follows at once, and what was said be read. */
  async function settle(): Promise<void> {
    await idle();
    await pagerDuty.settled();
    await walk(clock.now() + READING_MS);
  }

  /** What Alertmanager, as it is set up with `query` in its address, is answered. */
  async function tellAlert(alert: JsonObject, query = ''): Promise<{ readonly status: number; readonly text: string }> {
    const headers = { authorization: `Bearer ${ALERT_TOKEN}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ alerts: [alert] });
    const response = await fetch(`${alive().alertsUrl}${query}`, { method: 'POST', headers, body });
    const text = await response.text();
    await settle();
    return { status: response.status, text };
  }

  /** Does something as this person and answers what they alone are told of it, waiting for it where `wait` says so. */
  async function act(user: string, deed: () => Promise<unknown>, wait: boolean): Promise<Answer> {
    const { ephemerals, views } = slack.workspace;
    const before = new Map(ephemerals.of(user).map(note => [note.id, render(note)]));
    const news = () => ephemerals.of(user).filter(note => before.get(note.id) !== render(note));
    const former = views.top(user)?.hash;
    await deed();
    const heard = () => news().length > 0 || views.top(user)?.hash !== former;
    if (wait) await vi.waitFor(() => assert(heard(), `${user} is told something`), { timeout: 5_000, interval: 5 });
    return { text: news().map(render).join('\n'), modal: views.top(user) };
  }

  const world = {
    slack,
    demo,
    /** A message as people read it, buttons in brackets. */
    read: render,
    repository,
    /** hausKI, where its product is loaded. */
    get hauski(): Hauski {
      assert(hauski !== null, 'hausKI is among the products');
      return hauski;
    },
    /** What each variable of the products was turned to. */
    places,
    runbooks,
    folder,
    /** Where this bot keeps what it writes. */
    data: settings.data,
    log,
    settle,
    now: () => clock.now(),

    /** Somebody types a command. Answers what they alone see then. */
    async type(user: string, line: string, channel = CHANNEL): Promise<Answer> {
      const [command = '', ...words] = line.split(' ');
      const answer = await act(user, () => slack.slash({ user, channel, command, text: words.join(' ') }), false);
      await settle();
      return answer;
    },

    /** Somebody presses what they see, and agrees to its question. `near`: below that line, or in that message. */
    async press(user: string, label: string, near = ''): Promise<void> {
      await slack.press({ user, ...findButton(slack, user, label, near), confirmed: true });
      await settle();
    },

    /** As `press`, and waits for what they alone are told: a refusal, a modal. Nothing else happens meanwhile. */
    ask: (user: string, label: string, near = ''): Promise<Answer> =>
      act(user, () => slack.press({ user, ...findButton(slack, user, label, near), confirmed: true }), true),

    /** Somebody fills in the modal in front of them and sends it. Answers what stands beside its fields, if anything. */
    async submit(user: string, values: { readonly [id: string]: Json } = {}): Promise<string> {
      const view = slack.workspace.views.top(user);
      assert(view !== undefined, `${user} has a modal in front of them`);
      const { errors } = await slack.submit({ user, view, values });
      await settle();
      return Object.values(errors).join('\n');
    },

    /** Chooses something in the modal in front of them, which may redraw it. */
    async choose(user: string, actionId: string, selected: Json): Promise<void> {
      const view = slack.workspace.views.top(user);
      assert(view !== undefined, `${user} has a modal in front of them`);
      await act(user, () => slack.press({ user, view, actionId, selected }), true);
    },

    /** Presses a button that opens a modal, fills it in and sends it. */
    async fill(user: string, label: string, values: { readonly [id: string]: Json }, near = ''): Promise<string> {
      const { modal } = await world.ask(user, label, near);
      assert(modal !== undefined, `"${label}" opens a modal`);
      return world.submit(user, values);
    },

    /** What this person alone is told because of a deed; waits for it. */
    told: async (user: string, deed: () => Promise<unknown>): Promise<string> => (await act(user, deed, true)).text,

    /** A button as this person sees it now; pressed later, it is what an old screen still shows. */
    see: (user: string, label: string, near = '') => findButton(slack, user, label, near),

    /** What this person could press now. */
    labels: (user: string) => labelsOn(slack, user),

    /** Lets time pass, from due row to due row, with the service's customers in it. */
    async wind(duration: string): Promise<void> {
      await walk(clock.now() + msOf(duration));
    },

    /** Lets time pass until it is so; fails when it is not within that time. */
    async windUntil(within: string, so: () => Promise<boolean> | boolean): Promise<void> {
      const reached = await walk(clock.now() + msOf(within), so);
      if (!reached)
        throw new Error(
          `not so within ${within}; the card says\n${world.card()}\n\n${world.thread().slice(-8).join('\n---\n')}`,
        );
      await settle();
    },

    /** Waits in real time for something that happens outside the bot, as the end of a command it has started. */
    until: (so: () => boolean) => vi.waitFor(() => assert(so(), 'so in time'), { timeout: 15_000, interval: 10 }),

    /** Lets time pass without the bot, as when it is down. */
    async passWithoutBot(duration: string): Promise<void> {
      assert(running === null, 'only while the bot is down');
      await walk(clock.now() + msOf(duration));
    },

    /** The clock of the bot's machine is set back by so much; the time of everybody else goes on. */
    async setBotBack(duration: string): Promise<void> {
      behindMs += msOf(duration);
      if (running) await settle();
    },

    /** So many of the commands in hand never end by themselves: time passes without them from now on. */
    leaveHanging(count: number): void {
      hanging = count;
      if (count > 0) hangs.resolve();
      else hangs = Promise.withResolvers();
    },

    /** Customers write so many documents at once, so soon that nothing has consumed them at the next sweep. */
    async burst(count: number): Promise<void> {
      const headers = { [AT_HEADER]: String(clock.now() + 10 * SECOND) };
      const write = () => fetch(`${demo.urls.document}/documents`, { method: 'POST', headers });
      for (let left = count; left > 0; left -= 50)
        await Promise.all(Array.from({ length: Math.min(left, 50) }, async () => (await write()).body?.cancel()));
    },

    pagerDuty,
    /** Where tickets, marks and the status page are. */
    services,

    /** Alertmanager tells the bot of one alert. */
    async alertmanager(alert: JsonObject): Promise<void> {
      const { status } = await tellAlert(alert);
      assert(status === 202, `the bot took what Alertmanager told (${status})`);
    },

    tellAlert,

    /** Pages that ring this person's phone now. */
    ringing: (user: string) => pagerDuty.phone(phoneOf(user)).ringing,

    /** Somebody presses Acknowledge on their phone, for whatever rings first. */
    async pickUp(user: string): Promise<void> {
      const [first] = pagerDuty.phone(phoneOf(user)).ringing;
      assert(first !== undefined, `the phone of ${user} rings`);
      await pagerDuty.acknowledge(phoneOf(user), first.key);
      await pagerDuty.settled();
      await settle();
    },

    async incident(id = 'INC-1'): Promise<IncidentRun> {
      const run = await alive().bot.engine.run(`incident:${id}`);
      assert(run?.kind === 'incident', `there is an incident ${id}`);
      return run;
    },

    async run(id = 'REL-1'): Promise<ReleaseRun> {
      const run = await alive().bot.engine.run(`release:${id}`);
      assert(run?.kind === 'release', `there is a release ${id}`);
      return run;
    },

    /** What a calendar program reads. */
    feed: (query: string) => fetch(new URL(`/calendar.ics?${query}`, alive().eventsUrl)),

    /** The run's facts as they are on disk. */
    async timeline(id = 'REL-1'): Promise<readonly Fact[]> {
      return (await alive().store.readStream(streamOf(id))).map(decode);
    },

    /** The card as people read it, buttons in brackets. */
    card: (id = 'REL-1') => render(cardOf(id)),

    /** Everything below the card, oldest first. */
    thread(id = 'REL-1'): readonly string[] {
      const { channel, ts } = cardOf(id);
      return slack.workspace.messages.thread(channel, ts).slice(1).map(render);
    },

    /** What this person was sent directly, oldest first. */
    direct(user: string): readonly string[] {
      const channel = slack.workspace.directory.direct([user])?.id;
      return channel === undefined ? [] : slack.workspace.messages.in(channel).map(render);
    },

    /** What the tools of the demo company were called with, in order. */
    commands: () => demo.journal().map(one => one.command),

    /** As `kill -9`: whatever it had in hand is nobody's any more. */
    async kill(): Promise<void> {
      const dying = alive();
      running = null;
      await dying.kill();
    },

    async restart(): Promise<void> {
      assert(running === null, 'it was killed before');
      running = await startBot(settings);
      slack.eventsUrl = running.eventsUrl;
      pagerDuty.webhookUrl = running.webhooksUrl;
      await settle();
    },

    get store() {
      return alive().store;
    },
    get engine() {
      return alive().bot.engine;
    },

    /** What a scenario must not leave behind. */
    trouble() {
      return {
        refusedBySlack: slack.refusals,
        refusedByPagerDuty: pagerDuty.refusals,
        refusedByServices: services.refusals,
        fatal,
        defects: log.lines.filter(line => line.level === 'error').map(({ message, fields }) => ({ message, fields })),
      };
    },

    async [Symbol.asyncDispose]() {
      await stack.disposeAsync();
      expect(world.trouble()).toEqual({
        refusedBySlack: [],
        refusedByPagerDuty: [],
        refusedByServices: [],
        fatal: [],
        defects: [],
      });
    },
  };

  function cardOf(id: string) {
    const mine = slack.workspace.messages
      .all()
      .find(
        message =>
          message.thread_ts === undefined && message.bot_id !== undefined && render(message).includes(`${id} ·`),
      );
    assert(mine !== undefined, `${id} has a card`);
    return mine;
  }

  return world;
}

/** What is told outside of Slack, by the real adapters. */
function portsOf(
  { github, grafana, statuspage }: ServicesFake,
  http: Http,
): Partial<Omit<EffectPorts, 'people' | 'lookUp'>> {
  return {
    tickets: createGitHub({ http, url: github.url, token: GITHUB_TOKEN, repository: REPOSITORY }),
    annotations: createGrafana({ http, url: grafana.url, token: GRAFANA_TOKEN }),
    statusPage: createStatuspage({ http, url: statuspage.url, key: STATUSPAGE_KEY, page: STATUSPAGE_PAGE }),
  };
}

function msOf(duration: string): number {
  const parsed = parseDuration(duration);
  assert(parsed !== undefined, `"${duration}" is a duration`);
  return durationMs(parsed);
}

function unique<T extends { readonly id: string }>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map(one => [one.id, one])).values()];
}
