import { assert } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import { HOUR, MINUTE, SECOND } from '#src/base/time.ts';
import type { IncidentRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { isOver } from '#src/domain/release/over.ts';
import { type Outcome, played } from '../outcome.ts';
import type { Ask, Person } from '../people.ts';
import { ANA, hasSaid, helpful, PEOPLE, STRANGERS } from '../people.ts';
import { type Plant, SOUND } from '../plants.ts';
import { Random } from '../random.ts';
import type { Scene } from '../runbooks.ts';
import { Stage } from '../stage.ts';
import { Surroundings } from '../surroundings.ts';
import { World } from '../world/world.ts';
import { chooseDayFaults, chooseHabits, type Habits } from './faults.ts';
import { Observer } from './observer.ts';
import { anyAsk, closing, somebody, UPDATE } from './people.ts';
import type { IncidentScene } from './scenes.ts';

const START: Instant = Date.UTC(2026, 10, 24, 2);
const CALM_MAX_MS = 6 * 24 * HOUR;

export type IncidentSetting = {
  readonly disk: Buffer;
  readonly scenes: readonly IncidentScene[];
  readonly plant?: Plant;
};

/** Plays one seed of incidents: the bot, a day of people, phones, releases and faults; then calm, and all comes to an end. */
export async function simulateIncidents(seed: number, setting: IncidentSetting): Promise<Outcome> {
  return played(new IncidentSimulation(seed, setting));
}

class IncidentSimulation {
  readonly #seed: number;
  readonly #random: Random;
  readonly #world: World;
  readonly #stage: Stage;
  readonly #observer: Observer;
  readonly #around: Surroundings;
  readonly #scene: IncidentScene;
  readonly #habits: Habits;
  readonly #streams: string[] = [];
  /** Looks at an incident that people still have on their screens. */
  readonly #seen: IncidentRun[] = [];

  constructor(seed: number, { disk, scenes, plant = SOUND }: IncidentSetting) {
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#scene = drawn(this.#random, scenes, plant.scene);
    const faults = { ...chooseDayFaults(this.#random), ...plant.stress };
    this.#habits = { ...chooseHabits(this.#random), ...plant.habits };
    this.#world = new World(START, this.#random, faults);
    this.#stage = new Stage({
      world: this.#world,
      disk,
      plant,
      on: {
        lives: () => this.#observer.bot('up'),
        dies: () => this.#observer.bot('down'),
        rests: () => this.#around.rests(),
      },
    });
    this.#observer = new Observer(this.#world, this.#stage.raw, says => this.#stage.problem(says));
    this.#around = new Surroundings({ stage: this.#stage, observer: this.#observer, habits: this.#habits });
  }

  async play(): Promise<void> {
    const { time } = this.#world;
    const stormEnds = time.now + this.#scene.lastsMs;
    await this.#stage.live();
    this.#nextWeather();
    this.#plan();
    this.#nextPress();
    await this.#stage.until(stormEnds);
    this.#around.calmsDown();
    if (this.#stage.life.dead) await this.#stage.botTurn();
    await this.#finish();
    if (this.#stage.problems.length === 0) this.#observer.ends();
    await this.#stage.judge();
    this.#stage.close();
  }

  fail(says: string): void {
    this.#stage.problem(says);
  }

  outcome(): Outcome {
    return this.#stage.outcome(this.#seed, this.#scene.name);
  }

  /** What begins when: the first incident soon, the others and the releases any time. */
  #plan(): void {
    const { lastsMs, incidentsMax, releases } = this.#scene;
    const count = this.#random.between(1, incidentsMax);
    for (let number = 1; number <= count; number += 1)
      this.#at(number === 1 && releases.length === 0 ? SECOND : this.#random.next() * lastsMs * 0.5, () =>
        this.#declare(`incident:INC-${number}`, number),
      );
    for (let number = 1; number <= (releases.length === 0 ? 0 : this.#random.between(0, 2)); number += 1)
      this.#at(this.#random.next() * lastsMs * 0.6, () => this.#startRelease(`release:REL-${number}`, null));
  }

  #at(inMs: number, happens: () => Promise<void>): void {
    this.#world.time.after(inMs, () => {
      void happens();
    });
  }

  async #declare(stream: string, number: number): Promise<void> {
    if (!this.#stage.isUp) return this.#later(() => this.#declare(stream, number));
    if (!this.#streams.includes(stream)) this.#streams.push(stream);
    const { product } = this.#scene.runbook;
    const deliver = this.#stage.presses.start(stream, {
      type: 'declare',
      actor: this.#random.pick(PEOPLE) ?? ANA,
      id: stream.slice('incident:'.length),
      runbook: this.#scene.runbook,
      severity: this.#random.pick(this.#scene.severities) ?? 'SEV1',
      title: this.#random.chance(0.5) ? 'Payments fail' : null,
      service: this.#random.pick([null, 'till']) ?? null,
      impact: null,
      commander: null,
      occurredAt: null,
      drill: this.#random.chance(0.03),
      private: false,
      source: null,
      channel: `C0INC${number}`,
      executables: executablesOf(product),
      people: peopleOf(product),
      settleMs: MINUTE,
    });
    await this.#around.delivered(deliver);
    this.#at(30 * SECOND, async () => {
      if (!this.#around.calm && (await this.#stage.run(stream)) === null) await this.#declare(stream, number);
    });
  }

  async #startRelease(stream: string, incident: string | null): Promise<void> {
    const scene = this.#random.pick(this.#scene.releases) as Scene;
    if (!this.#stage.isUp) return this.#later(() => this.#startRelease(stream, incident));
    const { life } = this.#stage;
    const { product } = scene.runbook;
    const open = await this.#stage.alive(life.store.runs({ kind: 'incident', product: product.name, open: true }));
    if (open === null || this.#around.calm || this.#streams.includes(stream)) return;
    this.#streams.push(stream);
    const deliver = this.#stage.presses.start(stream, {
      type: 'start',
      actor: ANA,
      id: stream.slice('release:'.length),
      runbook: scene.runbook,
      inputs: scene.inputs,
      T: null,
      version: null,
      channel: 'C0RELEASES',
      executables: executablesOf(product),
      people: peopleOf(product),
      heldBy: open
        .filter(run => run.facts['holds'] === true)
        .map(run => ({ incident: run.id, grade: String(run.facts['severity']), at: run.startedAt })),
      incident,
    });
    await this.#around.delivered(deliver);
  }

  /** Slack reaches nobody while the bot is away; whoever wants something tries again. */
  #later(again: () => Promise<void>): Promise<void> {
    if (!this.#around.calm) this.#at(this.#random.between(10, 120) * SECOND, again);
    return Promise.resolve();
  }

  #nextPress(): void {
    const { pressesPerHour } = this.#habits;
    if (pressesPerHour === 0) return;
    const gapMs = (HOUR / pressesPerHour) * (0.1 + 1.8 * this.#random.next());
    // Whoever presses so rarely comes after calm, and calm does not wait for them.
    if (gapMs > this.#scene.lastsMs) return;
    this.#world.time.after(gapMs, () => {
      if (this.#around.calm) return;
      void this.#press();
      this.#nextPress();
    });
  }

  async #press(): Promise<void> {
    const stream = this.#random.pick(this.#streams);
    if (stream === undefined || !this.#stage.isUp) return;
    const found = await this.#stage.run(stream);
    if (found === null || !this.#stage.isUp) return;
    if (found.kind === 'release') return this.#pressRelease(found);
    const run = incidentOf(found);
    this.#seen.push(run);
    if (this.#seen.length > 20) this.#seen.shift();
    const old = this.#world.strikes('stale') ? this.#random.pick(this.#seen.filter(one => one.stream === stream)) : run;
    const ask = anyAsk(old ?? run, this.#random, this.#scene.name !== 'day');
    const who = somebody(run, this.#random, STRANGERS);
    if (this.#scene.releases.length > 0 && this.#random.chance(0.03))
      await this.#startRelease(`release:REL-${this.#streams.length + 10}`, run.id);
    if (!ask || !who) return;
    this.#world.reach(`press:${ask.type}`);
    await this.#around.delivered(this.#stage.presses.press(stream, ask, who));
  }

  /** Releases go on meanwhile: whoever is asked says yes, as soon as it is allowed. */
  async #pressRelease(run: ReleaseRun): Promise<void> {
    for (let count = 0; count < 4; count += 1) {
      const next = this.#helpRelease(run);
      if (next === null || !this.#stage.isUp) return;
      await this.#around.delivered(this.#stage.presses.press(run.stream, next.ask, next.who));
    }
  }

  #helpRelease(run: ReleaseRun): { readonly ask: Ask; readonly who: Person } | null {
    for (const ask of helpful(run)) {
      // Held by an incident on purpose: nobody accepts that away but now and then.
      if (ask.type === 'override' && ask.fact === 'not-held' && !this.#random.chance(this.#around.calm ? 1 : 0.05))
        continue;
      const who = PEOPLE.find(one => !hasSaid(run, ask, one) && this.#stage.may(run, ask, one));
      if (who) return { ask, who };
    }
    return null;
  }

  /** A reminder that is read may be answered by whoever leads. */
  async #answer(stream: string): Promise<void> {
    const run = this.#stage.isUp ? await this.#stage.run(stream) : null;
    if (run?.kind !== 'incident' || run.status === 'resolved' || !this.#stage.isUp) return;
    const who = PEOPLE.find(one => one.user === run.commander);
    if (who && run.cadence.reminders > 0) await this.#around.delivered(this.#stage.presses.press(stream, UPDATE, who));
  }

  #nextWeather(): void {
    if (this.#around.calm) return;
    const random = this.#random;
    const [slack, pager] = [
      { chance: 1 / 200, minutesMax: 70 },
      { chance: 1 / 100, minutesMax: 70 },
    ];
    this.#around.outages({ badMinutesMax: 10, slack, pager });
    this.#around.weather();
    for (const stream of this.#streams)
      if (random.chance(this.#habits.diligence / 8))
        this.#at(random.between(0, 50) * SECOND, () => this.#answer(stream));
    this.#world.time.after(MINUTE, () => this.#nextWeather());
  }

  /** Incidents are closed, releases end, and everything owed is done. */
  async #finish(): Promise<void> {
    const ended = await this.#stage.calm({
      maxMs: CALM_MAX_MS,
      thinkMs: 3 * SECOND,
      help: () => this.#help(),
      late: () => 'it does not come to an end in six calm days',
    });
    for (const run of ended ? await this.#stage.runs(this.#streams) : [])
      if (!isAtEnd(run)) this.#stage.problem(`${run.id} (${run.status}): nothing is due, and nobody is asked`);
  }

  async #help(): Promise<boolean> {
    for (const run of await this.#stage.runs(this.#streams)) {
      const next =
        run.kind === 'release'
          ? this.#helpRelease(run)
          : closing(incidentOf(run), this.#world.now()).find(({ ask, who }) => this.#stage.may(run, ask, who));
      if (!next) continue;
      await this.#around.delivered(this.#stage.presses.press(run.stream, next.ask, next.who));
      return true;
    }
    return false;
  }
}

function isAtEnd(run: Run): boolean {
  return run.kind === 'release' ? isOver(run) : run.status === 'resolved';
}

function drawn(random: Random, scenes: readonly IncidentScene[], name: string | undefined): IncidentScene {
  const wanted = scenes.filter(scene => scene.name === (name ?? scene.name));
  let left = random.next() * wanted.reduce((sum, scene) => sum + scene.weight, 0);
  const found = wanted.find(scene => {
    left -= scene.weight;
    return left < 0;
  });
  return (found ?? wanted[0]) as IncidentScene;
}

type Product = IncidentScene['runbook']['product'];

function executablesOf(product: Product): { readonly [name: string]: string } {
  return Object.fromEntries(Object.keys(product.executables).map(name => [name, `/bin/${name}`]));
}

function peopleOf(product: Product): { readonly [role: string]: readonly string[] } {
  return Object.fromEntries(Object.entries(product.roles).map(([role, { users }]) => [role, users]));
}

/** Nothing but incidents and releases is played here. */
function incidentOf(run: Run): IncidentRun {
  assert(run.kind === 'incident', `${run.id} is an incident`);
  return run;
}
