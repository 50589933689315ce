import type { Database as RawDatabase } from 'better-sqlite3';
import { assert } from '#src/base/assert.ts';
import { oneByOne } from '#src/base/one-by-one.ts';
import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import { defineAlerts } from '#src/bot/alerts.ts';
import { type AlertsTold, alertsTold } from '#src/bot/alerts-told.ts';
import { tellFreezes } from '#src/bot/calendars.ts';
import { createDesk } from '#src/bot/desk.ts';
import { defineProducts } from '#src/bot/products.ts';
import { createRunbooks } from '#src/bot/runbooks.ts';
import type { Desk } from '#src/chat/desk.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import { NOTHING } from '#src/chat/reply.ts';
import { fact } from '#src/domain/fact.ts';
import { ACTING } from '#src/domain/procedure/effects.ts';
import { effectKinds } from '#src/effects/index.ts';
import type { Engine } from '#src/engine/engine.ts';
import { createEngine } from '#src/engine/engine.ts';
import { recordSystem } from '#src/engine/system.ts';
import type { AlertsRefused } from '#src/ports/alert-sender.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Commands } from '#src/ports/commands.ts';
import type { EffectKinds } from '#src/ports/effect-kind.ts';
import type { Store } from '#src/ports/store.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { openStore } from './disk.ts';
import { over } from './over.ts';
import type { Plant } from './plants.ts';
import { ROLES } from './roles.ts';
import { simChat } from './world/chat.ts';
import { interruptSome, simCommands } from './world/commands.ts';
import { simMail } from './world/mail.ts';
import { simGit, simHttp, simMetrics } from './world/service.ts';
import { simAnnotations, simStatusPage, simSubscribers, simTickets } from './world/services.ts';
import type { World } from './world/world.ts';

const FOR_EVER = new Promise<never>(() => undefined);
const LOG = { debug() {}, info() {}, warn() {}, error() {} };
export const SETTLE_CHAT_MS = 30_000;

/** What the observer of a store is told; it changes nothing. */
export type Watcher = {
  onFired(timer: { readonly stream: string; readonly name: string; readonly at: Instant }, now: Instant): void;
  onProblem(says: string): void;
  /** An action of a run was just claimed and has not begun: the worst moment to turn round. */
  onClaimed(stream: string): void;
};

export type LifeParts = {
  readonly raw: RawDatabase;
  readonly world: World;
  readonly plant: Plant;
  readonly watcher: Watcher;
  /** The files it is started with; null: it is given each runbook by hand. */
  readonly loaded: Loaded | null;
};

/** How long the pager's provider is given before somebody looks whether a page rings. */
const SETTLE_PAGER_MS = MINUTE;
/** Senders here say again every four minutes what fires. */
const SILENT_AFTER_MS = 12 * MINUTE;

/**
 * One life of the bot, from a start to a crash: the real engine, decider, effects and store over the simulated world.
 * After its death not one of its promises comes true, and nothing it asks is done.
 */
export class Life {
  readonly died: Promise<void>;
  dead = false;
  ready = false;
  engine!: Engine;
  store!: Store;
  /** The bot's next due instant, as its last tick said. */
  next: Instant | null = null;
  #woken = true;
  #activity = 0;
  #callsLeft: number;
  #afterCommit = false;
  #tellDeath: () => void = () => undefined;
  readonly #raw: RawDatabase;
  readonly #world: World;
  readonly #plant: Plant;
  readonly #watcher: Watcher;
  readonly #loaded: Loaded | null;
  readonly #alone = oneByOne();
  #ports!: { readonly chat: Chat; readonly commands: Commands };

  constructor({ raw, world, plant, watcher, loaded }: LifeParts) {
    this.#raw = raw;
    this.#world = world;
    this.#plant = plant;
    this.#watcher = watcher;
    this.#loaded = loaded;
    this.#callsLeft = nextCrash(world);
    this.died = new Promise(resolve => {
      this.#tellDeath = resolve;
    });
  }

  /** What a person in Slack meets, as Slack's commands do. */
  desk(incoming: Incoming): Desk {
    assert(this.#loaded, 'the bot was started with files');
    const parts = {
      engine: this.engine,
      store: this.store,
      clock: this.#world,
      ...this.#ports,
      roles: ROLES,
      alone: this.#alone,
      settlePagerMs: SETTLE_PAGER_MS,
      runbooks: createRunbooks(this.#loaded, null),
      rehearse: () => NOTHING,
      lintLive: () => NOTHING,
    };
    return createDesk(parts, incoming);
  }

  /** What somebody outside who watches tells; resolves when it is on disk, or with why it was refused. */
  alertsTold(told: AlertsTold): Promise<AlertsRefused | null> {
    assert(this.#loaded, 'the bot was started with files');
    this.stirs();
    return alertsTold({ engine: this.engine, loaded: this.#loaded, defaultProduct: null, log: LOG }, told);
  }

  /** Starts as `bot.ts` does: recover, then say so. Answers false when it died on the way. */
  async begin(): Promise<boolean> {
    const started = this.#start();
    await Promise.race([started, this.died]);
    return !this.dead;
  }

  async #start(): Promise<void> {
    const world = this.#world;
    const raw = await openStore(this.#raw, this);
    this.store = this.#observed(this.#plant.store(raw));
    const ports = {
      chat: this.#mortal(simChat(world)),
      metrics: this.#mortal(simMetrics(world)),
      http: this.#mortal(simHttp(world)),
      commands: this.#mortal(simCommands(world)),
      git: this.#mortal(simGit(world)),
      documents: { save: async () => undefined, read: async () => null },
      pager: this.#mortal(world.provider.pager()),
      subscribers: this.#mortal(simSubscribers(world)),
      eventStream: null,
      annotations: this.#mortal(simAnnotations(world)),
      tickets: this.#mortal(simTickets(world)),
      statusPage: this.#mortal(simStatusPage(world)),
      mail: this.#mortal(simMail(world)),
    };
    const kinds = effectKinds(
      {
        ...ports,
        environment: {},
        people: ROLES.people,
        lookUp: ROLES.lookUp,
        settleChatMs: this.#plant.settleChatMs ?? SETTLE_CHAT_MS,
      },
      this.#alone,
    );
    const engine = createEngine({
      store: this.store,
      clock: world,
      kinds: this.#counted(this.#plant.kinds(kinds)),
      log: LOG,
      fatal: cause => this.#watcher.onProblem(`the bot stopped itself: ${String(cause)}`),
    });
    this.engine = this.#plant.engine(engine);
    this.engine.onWork(() => {
      this.#woken = true;
    });
    this.#ports = ports;
    await this.engine.recover();
    if (this.#loaded) await defineProducts({ engine: this.engine, store: this.store, loaded: this.#loaded });
    if (this.#loaded) await tellFreezes(this.engine, this.store, { says: 'The freezes changed.', by: null });
    const about = { version: '0', epoch: this.store.epoch, node: '24', tzdata: '' };
    await recordSystem(this.store, fact('bot.started', about), world.now());
    if (this.#loaded)
      await defineAlerts({
        engine: this.engine,
        store: this.store,
        loaded: this.#loaded,
        settleMs: SETTLE_PAGER_MS,
        silentAfterMs: SILENT_AFTER_MS,
      });
    this.ready = true;
  }

  /** The loop looks once a second at the latest; here it is said when that matters. */
  wake(): void {
    this.#woken = true;
  }

  hasWork(now: Instant): boolean {
    return this.#woken || (this.next !== null && this.next <= now);
  }

  async tick(): Promise<void> {
    this.#woken = false;
    const next = await Promise.race([this.engine.tick(), this.died]);
    this.next = next ?? null;
  }

  get activity(): number {
    return this.#activity;
  }

  stirs(): void {
    this.#activity += 1;
  }

  /** For the database: every call may be the last. */
  dies(when: 'before' | 'after', sql: string): boolean {
    if (when === 'before') {
      if (this.#world.faults.crashAfter === null) return false;
      this.#callsLeft -= 1;
      if (this.#callsLeft !== 0) return false;
      // In half of all deaths at a commit it is done, although nobody hears of it.
      this.#afterCommit = sql === 'commit' && this.#world.random.chance(0.5);
      if (this.#afterCommit) return false;
    } else if (!this.#afterCommit) return false;
    this.#world.reach(`crash:${when === 'after' ? 'after a commit' : crashPlace(sql)}`);
    this.die();
    return true;
  }

  die(): void {
    if (this.dead) return;
    this.dead = true;
    if (this.#raw.inTransaction) this.#raw.exec('rollback');
    interruptSome(this.#world);
    this.#tellDeath();
  }

  /** Every call of a port may be the last thing the bot does, before it is made or after the world has done it. */
  #mortal<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => this.#call(String(name), () => method.apply(target, args));
      },
    });
  }

  #call(name: string, make: () => Promise<unknown>): Promise<unknown> {
    this.stirs();
    if (this.dead) return FOR_EVER;
    assert(this.ready, `${name} was called before recovery had ended`);
    if (this.#strikes(`before ${name}`)) return FOR_EVER;
    return new Promise((resolve, reject) => {
      const end = (tell: () => void) => {
        this.stirs();
        if (!this.dead && !this.#strikes(`after ${name}`)) tell();
      };
      make().then(
        value => end(() => resolve(value)),
        cause => end(() => reject(cause)),
      );
    });
  }

  #strikes(where: string): boolean {
    if (!this.#world.strikes('crashInCall')) return false;
    this.#world.reach(`crash:${where}`);
    this.die();
    return true;
  }

  #counted(kinds: EffectKinds): EffectKinds {
    const world = this.#world;
    return Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => [
        name,
        {
          ...kind,
          run: task => {
            world.reach(`effect:${name}`);
            return kind.run(task);
          },
          ...(kind.lookUp && {
            lookUp: task => {
              world.reach(`look-up:${name}`);
              return kind.lookUp?.(task) ?? Promise.resolve('absent');
            },
          }),
        } satisfies EffectKinds[string],
      ]),
    );
  }

  #observed(store: Store): Store {
    return over(store, {
      append: async change => {
        const answer = await store.append(change);
        const { stream, fires, at } = change;
        if (answer === 'appended' && fires) this.#watcher.onFired({ stream, name: fires.timer, at: fires.at }, at);
        return answer;
      },
      claimEffects: async claim => {
        const rows = await store.claimEffects(claim);
        const acting = rows.find(row => (ACTING as readonly string[]).includes(row.kind));
        if (acting && this.#world.strikes('hasty')) this.#watcher.onClaimed(acting.stream);
        return rows;
      },
    });
  }
}

function nextCrash(world: World): number {
  const { crashAfter } = world.faults;
  if (crashAfter === null) return Number.POSITIVE_INFINITY;
  return Math.ceil(-Math.log(1 - world.random.next()) * crashAfter) + 1;
}

function crashPlace(sql: string): string {
  if (sql.startsWith('begin')) return 'before a transaction';
  if (sql === 'commit') return 'before a commit';
  return sql.startsWith('select') ? 'at a read' : 'inside a transaction';
}
