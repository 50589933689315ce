import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE, SECOND } from '#src/base/time.ts';
import { isFinal, type ReleaseRun } from '#src/domain/procedure/state.ts';
import { isOver } from '#src/domain/release/over.ts';
import { CALM, chooseFaults } from './faults.ts';
import { type Outcome, played } from './outcome.ts';
import type { Ask } from './people.ts';
import { ANA, BEN, hasSaid, helpful, isActing, PEOPLE, STRANGERS, TURNS, thoughtless } from './people.ts';
import { type Plant, SOUND } from './plants.ts';
import { Random } from './random.ts';
import type { Scene } from './runbooks.ts';
import { Stage } from './stage.ts';
import { World } from './world/world.ts';

/** A Tuesday evening; nothing depends on it. */
const START: Instant = Date.UTC(2026, 10, 24, 19);
const THINK_MS = 3 * SECOND;

export type Setting = { readonly disk: Buffer; readonly scenes: readonly Scene[]; readonly plant?: Plant };

/** Plays one seed: a release, its people and everything that goes wrong; then the storm ends and all must come to an end. */
export async function simulate(seed: number, setting: Setting): Promise<Outcome> {
  return played(new Simulation(seed, setting));
}

class Simulation {
  readonly #seed: number;
  readonly #random: Random;
  readonly #world: World;
  readonly #stage: Stage;
  readonly #streams: readonly { readonly stream: string; readonly scene: Scene }[];
  readonly #seen: ReleaseRun[] = [];

  constructor(seed: number, { disk, scenes, plant = SOUND }: Setting) {
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#world = new World(START, this.#random, { ...chooseFaults(this.#random), ...plant.stress });
    const on = { lives: () => this.#greet(), claimed: (stream: string) => this.#turnRound(stream) };
    this.#stage = new Stage({ world: this.#world, disk, plant, on });
    const count = this.#random.chance(0.1) ? 2 : 1;
    this.#streams = Array.from({ length: count }, (_, index) => ({
      stream: `release:REL-${index + 1}`,
      scene: this.#random.pick(scenes.filter(one => one.name === (plant.scene ?? one.name))) as Scene,
    }));
  }

  async play(): Promise<void> {
    await this.#stage.live();
    for (const { stream, scene } of this.#streams) await this.#startRun(stream, scene);
    this.#nextPress();
    this.#nextWeather();
    await this.#stage.until(this.#world.time.now + this.#random.between(3, 15) * MINUTE);
    this.#world.faults = CALM;
    this.#world.heal();
    if (this.#stage.life.dead) await this.#stage.live();
    await this.#finish();
    await this.#stage.judge();
    this.#stage.close();
  }

  fail(says: string): void {
    this.#stage.problem(says);
  }

  outcome(): Outcome {
    return this.#stage.outcome(this.#seed, this.#streams.map(one => one.scene.name).join('+'));
  }

  /** Somebody who waited for the bot to come back presses before it has looked at anything. */
  #greet(): void {
    const where = this.#random.pick(this.#streams);
    if (where && this.#world.strikes('hasty')) this.#turnRound(where.stream);
  }

  async #startRun(stream: string, { runbook, inputs }: Scene): Promise<void> {
    const names = Object.keys(runbook.product.executables);
    const command = {
      type: 'start',
      actor: ANA,
      id: stream.slice('release:'.length),
      runbook,
      inputs,
      T: null,
      version: null,
      channel: 'C0RELEASES',
      executables: Object.fromEntries(names.map(name => [name, `/bin/${name}`])),
      people: Object.fromEntries(Object.entries(runbook.product.roles).map(([role, { users }]) => [role, users])),
    } as const;
    while (this.#stage.problems.length === 0) {
      void this.#stage.presses.start(stream, command)(this.#stage.life);
      await this.#stage.quiet();
      if (this.#stage.life.dead) await this.#stage.live();
      else if (await this.#run(stream)) return;
    }
  }

  /** People do what they are asked: every run ends, and everything owed is done. */
  async #finish(): Promise<void> {
    const ended = await this.#stage.calm({
      maxMs: 2 * DAY,
      thinkMs: THINK_MS,
      help: () => this.#help(),
      late: () => 'it does not come to an end in two calm days',
    });
    const open = ended ? await this.#openRuns() : [];
    if (open.length > 0) this.#stage.problem(`${open.join(', ')}: nothing is due, and nobody is asked`);
  }

  async #openRuns(): Promise<readonly string[]> {
    const runs = await Promise.all(this.#streams.map(({ stream }) => this.#run(stream)));
    return runs.flatMap(run => (run && isOver(run) ? [] : [`${run?.id} (${run?.status})`]));
  }

  /** One person does the first helpful thing that is allowed. */
  async #help(): Promise<boolean> {
    for (const { stream } of this.#streams) {
      const run = await this.#run(stream);
      if (!run) continue;
      for (const ask of helpful(run)) {
        const who = PEOPLE.find(one => !hasSaid(run, ask, one) && this.#stage.may(run, ask, one));
        if (!who) continue;
        await this.#stage.presses.press(stream, ask, who)(this.#stage.life);
        return true;
      }
    }
    return false;
  }

  #nextPress(): void {
    const { pressesPerMinute } = this.#world.faults;
    if (pressesPerMinute === 0) return;
    const gapMs = (MINUTE / pressesPerMinute) * (0.2 + 1.6 * this.#random.next());
    this.#world.time.after(gapMs, () => {
      void this.#pressSomething();
      this.#nextPress();
    });
  }

  /** Slack reaches nobody while the bot is away. People look at what was there a moment ago, or long ago. */
  async #pressSomething(): Promise<void> {
    const life = this.#stage.life;
    const where = this.#random.pick(this.#streams);
    if (life.dead || !life.ready || !where) return;
    const now = await this.#run(where.stream);
    if (!now || life.dead) return;
    this.#seen.push(now);
    this.#checkWaysOut(now);
    const old = this.#world.strikes('stale')
      ? this.#random.pick(this.#seen.filter(one => one.stream === now.stream))
      : now;
    const run = old ?? now;
    const ask = this.#random.pick(this.#choices(run));
    const who = this.#random.chance(0.85) ? this.#random.pick(PEOPLE) : this.#random.pick(STRANGERS);
    if (!ask || !who) return;
    this.#world.reach(`press:${ask.type}`);
    const deliver = this.#stage.presses.press(where.stream, ask, who);
    void deliver(life);
    if (!this.#world.strikes('doubleClick')) return;
    const again = () => {
      if (!this.#stage.life.dead && this.#stage.life.ready) void deliver(this.#stage.life);
    };
    if (this.#random.chance(0.5)) again();
    else this.#world.time.after(this.#random.between(1, 5_000), again);
  }

  #turnRound(stream: string): void {
    const life = this.#stage.life;
    const ask = this.#random.pick(TURNS);
    if (ask && !life.dead && life.ready) void this.#stage.presses.press(stream, ask, BEN)(life);
  }

  #choices(run: ReleaseRun): readonly Ask[] {
    // Turning round is rare, or no run would get far; what it meets in the middle of a command is worth more tries.
    if (this.#random.chance(isActing(run) ? 0.2 : 0.04)) return TURNS;
    const good = helpful(run);
    return good.length > 0 && this.#random.chance(0.7) ? good.slice(0, 2) : thoughtless(run);
  }

  /** I18: whoever may, can always end a run or turn it round. */
  #checkWaysOut(run: ReleaseRun): void {
    if (isFinal(run)) return;
    if (!this.#stage.may(run, { type: 'abort', reason: 'enough' }, BEN))
      this.#stage.problem(`I18 ${run.id} cannot be aborted`);
    const rollback = { type: 'rollback', reason: 'it is broken' } as const;
    if (!run.rollback && !this.#stage.may(run, rollback, BEN))
      this.#stage.problem(`I18 ${run.id} cannot be rolled back`);
  }

  #nextWeather(): void {
    if (this.#world.faults === CALM) return;
    this.#world.weather();
    if (this.#world.strikes('suspended')) this.#stage.suspend(this.#random.between(1_000, 20 * MINUTE));
    this.#world.time.after(MINUTE, () => this.#nextWeather());
  }

  async #run(stream: string): Promise<ReleaseRun | null> {
    return (await this.#stage.run(stream)) as ReleaseRun | null;
  }
}
