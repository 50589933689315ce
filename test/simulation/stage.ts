import type { Database as RawDatabase } from 'better-sqlite3';
import type { Instant } from '#src/base/time.ts';
import { decide } from '#src/domain/decide.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { checkEnd } from './checks/end.ts';
import { insertDisk } from './disk.ts';
import { Life } from './life.ts';
import type { Outcome } from './outcome.ts';
import type { Ask, Person } from './people.ts';
import type { Plant } from './plants.ts';
import { Presses } from './presses.ts';
import type { World } from './world/world.ts';

/** Steps of the main loop before it is said that the bot turns in circles. */
const STEPS_MAX = 200_000;
/** Presses and instants of calm before it is said that it never ends. */
const MOVES_MAX = 4_000;
/** Ticks at one instant before it is said that they never end. */
const TURNS_MAX = 500;
/** The first ones tell what went wrong. */
const PROBLEMS_MAX = 5;

export type StageParts = {
  readonly world: World;
  readonly disk: Buffer;
  readonly plant: Plant;
  /** The files each life is started with. Default: none, and runbooks are handed in. */
  readonly loaded?: () => Loaded;
  /** Who watches. Nothing here is changed by it. */
  readonly on?: Partial<StageWatch>;
};

export type StageWatch = {
  readonly fired: (timer: { readonly stream: string; readonly name: string; readonly at: Instant }) => void;
  /** An action of a run was just claimed and has not begun. */
  readonly claimed: (stream: string) => void;
  /** The bot is back. */
  readonly lives: () => void;
  readonly dies: () => void;
  /** Nothing is left to do at this instant but what time or the world brings. */
  readonly rests: () => void;
};

/** How it goes on once all is calm. */
export type Calm = {
  readonly maxMs: number;
  /** Between two presses. */
  readonly thinkMs: number;
  /** People do what they are asked; false: nobody has anything to do. */
  readonly help: () => Promise<boolean>;
  /** Nothing is left that is waited for. Default: nothing is due any more. */
  readonly isOver?: () => Promise<boolean>;
  /** What is said where it takes longer. */
  readonly late: () => string;
};

const ASKED_ANEW = ['gate.passed', 'gate.voided', 'production.asked', 'release.resumed'];

/** What every simulation stands on: a disk, one life of the bot after another, and the world's time going on. */
export class Stage {
  readonly world: World;
  readonly raw: RawDatabase;
  readonly presses: Presses;
  readonly problems: string[] = [];
  life!: Life;
  #suspendedUntil: Instant = 0;
  readonly #plant: Plant;
  readonly #loaded: (() => Loaded) | null;
  readonly #on: Partial<StageWatch>;
  readonly #fired = new Set<string>();
  #lines: readonly string[] = [];
  #open: readonly string[] = [];

  constructor({ world, disk, plant, loaded, on = {} }: StageParts) {
    this.world = world;
    this.raw = insertDisk(disk);
    this.presses = new Presses(this.raw, says => this.problem(says));
    this.#plant = plant;
    this.#loaded = loaded ?? null;
    this.#on = on;
  }

  get isUp(): boolean {
    return this.life.ready && !this.life.dead && !this.isSuspended;
  }

  /** The process stands still, with everything in its memory. */
  get isSuspended(): boolean {
    return this.world.time.now < this.#suspendedUntil;
  }

  suspend(ms: number): void {
    this.#suspendedUntil = this.world.time.now + ms;
  }

  problem(says: string): void {
    this.problems.push(says);
  }

  /** Starts the bot until a start survives. */
  async live(): Promise<void> {
    for (;;) {
      this.life = new Life({
        raw: this.raw,
        world: this.world,
        plant: this.#plant,
        loaded: this.#loaded?.() ?? null,
        watcher: {
          onFired: (timer, now) => this.#timerFired(timer, now),
          onProblem: says => this.problem(says),
          onClaimed: stream => this.#on.claimed?.(stream),
        },
      });
      if (await this.life.begin()) return this.#on.lives?.();
      this.world.time.moveTo(this.world.time.now + this.#away());
    }
  }

  /** Lets everything take its course up to this instant of the world. */
  async until(end: Instant): Promise<void> {
    const { time } = this.world;
    for (let steps = 0; steps < STEPS_MAX && this.problems.length === 0; steps += 1) {
      const due = await this.botTurn();
      const next = Math.min(due ?? end, time.next() ?? end, end);
      if (next >= end) return time.moveTo(end);
      time.moveTo(next);
    }
    if (this.problems.length === 0) this.problem('it never comes to rest');
  }

  /** The storm is over: everything takes its course until nothing is left to do. Answers whether it came so far. */
  async calm({ maxMs, thinkMs, help, isOver, late }: Calm): Promise<boolean> {
    const { time } = this.world;
    const end = time.now + maxMs;
    for (let moves = 0; this.problems.length === 0; moves += 1) {
      const due = await this.botTurn();
      const pressed = await help();
      const over = isOver === undefined ? due === null && time.next() === null : await isOver();
      if (!pressed && over) return true;
      if (time.now > end || moves > MOVES_MAX) this.problem(late());
      else await this.until(pressed ? time.now + thinkMs : Math.min(due ?? end, time.next() ?? end));
    }
    return false;
  }

  /** The bot does what it can at this instant, or is brought back to life. Answers when it has something to do again. */
  async botTurn(): Promise<Instant | null> {
    const { time } = this.world;
    if (this.isSuspended) return this.#suspendedUntil;
    const due = await this.quiet();
    if (!this.life.dead) return due === null ? null : Math.max(this.world.atBotTime(due), time.now + 1);
    this.#on.dies?.();
    time.moveTo(time.now + this.#away());
    await this.live();
    return time.now;
  }

  /** Ticks as the bot's loop does, when it was woken or something is due, until time has to pass. Answers the next due instant. */
  async quiet(): Promise<Instant | null> {
    const { life } = this;
    for (let turns = 0; turns < TURNS_MAX; turns += 1) {
      await settled(life);
      if (life.dead || this.problems.length > 0) return null;
      if (!life.hasWork(this.world.now())) {
        this.#on.rests?.();
        return life.next;
      }
      await life.tick();
    }
    this.problem('the bot is busy without end at one instant');
    return null;
  }

  column(sql: string): readonly string[] {
    return this.raw.prepare(sql).pluck().all() as string[];
  }

  /** As the bot knows it. What a bot that died meanwhile would have answered is not heard: null. */
  run(stream: string): Promise<Run | null> {
    return this.alive(this.life.engine.run(stream));
  }

  async runs(streams: readonly string[]): Promise<readonly Run[]> {
    const runs = await Promise.all(streams.map(stream => this.run(stream)));
    return runs.filter(run => run !== null);
  }

  alive<T>(asked: Promise<T>): Promise<T | null> {
    return Promise.race([asked, this.life.died.then(() => null)]);
  }

  may(run: Run, ask: Ask, who: Person): boolean {
    const command = { ...ask, actor: who } as Parameters<typeof decide>[2];
    return decide(run.stream, run, command, this.world.now()).refusal === null;
  }

  /** All that is promised of a history, once it is over. */
  async judge(): Promise<void> {
    const { raw, world, life, presses } = this;
    if (this.problems.length > 0) return;
    for (const says of await checkEnd({ raw, world, life, told: presses.told })) this.problem(says);
  }

  /** Nothing more happens. Where a problem ended it early, the bot is in the middle of something. */
  close(): void {
    this.#lines = this.column('select line from events order by position');
    this.#open = this.column(
      "select kind || ' ' || state || ' ' || attempt || ' ' || lane from effects where settled_at is null",
    );
    this.life.die();
    this.raw.close();
  }

  outcome(seed: number, scene: string): Outcome {
    const problems = [...new Set(this.problems)].slice(0, PROBLEMS_MAX);
    return { seed, scene, problems, reached: this.world.reached, lines: this.#lines, open: this.#open };
  }

  #away(): number {
    return this.world.random.between(0, this.world.faults.awayMs);
  }

  #timerFired({ stream, name, at }: { stream: string; name: string; at: Instant }, now: Instant): void {
    this.world.reach(`timer:${name.split(':')[0]}`);
    const key = `${stream} ${name}@${at} (clock set back ${this.world.setBacks} times, asked ${this.#asked(stream, name)} times)`;
    if (this.#fired.has(key)) this.problem(`the timer ${key} fired twice`);
    if (now < at) this.problem(`the timer ${key} fired ${at - now} ms early`);
    this.#fired.add(key);
    this.#on.fired?.({ stream, name, at });
  }

  /**
   * A phase begins again at its moment, late, behind a go that is asked anew or after its turn in production was given back
   * (by a pause, too), and whoever it waits for hears of it then.
   */
  #asked(stream: string, timer: string): number {
    if (!/^phase(-due)?:/.test(timer)) return 0;
    const asks = `select count(*) from events where stream = ? and type in (${ASKED_ANEW.map(() => '?').join()})`;
    return this.raw
      .prepare(asks)
      .pluck()
      .get(stream, ...ASKED_ANEW) as number;
  }
}

/** Resolves when the bot has nothing left to do without a tick, an answer of the world, or time. */
async function settled(life: Life): Promise<void> {
  let before = -1;
  for (let still = 0; still < 3 && !life.dead; ) {
    await new Promise(resolve => setImmediate(resolve));
    still = life.activity === before ? still + 1 : 0;
    before = life.activity;
  }
}
