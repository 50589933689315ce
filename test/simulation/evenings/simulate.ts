import type { Instant } from '#src/base/time.ts';
import { HOUR, MINUTE, SECOND } from '#src/base/time.ts';
import type { Desk } from '#src/chat/desk.ts';
import { sayText } from '#src/chat/reply.ts';
import type { DrillRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { givesWay } from '#src/domain/release/gives-way.ts';
import { isOver } from '#src/domain/release/over.ts';
import { freezesIn } from '#src/domain/system-facts.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';
import { chooseHabits, type Habits } from '../incidents/faults.ts';
import { Observer } from '../incidents/observer.ts';
import { closing } from '../incidents/people.ts';
import { type Outcome, played } from '../outcome.ts';
import type { Ask, Person } from '../people.ts';
import { ANA, BEN, hasSaid, PEOPLE, STRANGERS } from '../people.ts';
import { type Plant, SOUND } from '../plants.ts';
import { Presses } from '../presses.ts';
import { Random } from '../random.ts';
import { Stage } from '../stage.ts';
import { Surroundings } from '../surroundings.ts';
import { World } from '../world/world.ts';
import { OF_EVENINGS } from './checks/all.ts';
import { chooseEveningFaults } from './faults.ts';
import { anyAsk, wise } from './people.ts';
import { atRest, type EveningScene, withoutAlert } from './scenes.ts';
import { Sender } from './sender.ts';

/** Eight in the evening at the harbor. */
const EIGHT: Instant = Date.UTC(2026, 10, 24, 19);
/** By then people work at the harbor in every scene, and it was looked how its drills stand. */
const NINE: Instant = EIGHT + HOUR;
/** The longest anything may take once all is calm: the last window of the day opens after an hour. */
const CALM_MAX_MS = 4 * HOUR;
/** In calm people look before they press again what was held. */
const THINK_MS = 12 * SECOND;
const PRODUCT = 'harbor';
const TODAY = '2026-11-24';

export type EveningSetting = {
  readonly disk: Buffer;
  readonly scenes: readonly EveningScene[];
  readonly plant?: Plant;
};

/** Plays one seed of an evening: releases, drills, alerts, an incident and a freeze of one product; then calm, and all comes to an end. */
export async function simulateEvening(seed: number, setting: EveningSetting): Promise<Outcome> {
  return played(new EveningSimulation(seed, setting));
}

class EveningSimulation {
  readonly #seed: number;
  readonly #random: Random;
  readonly #world: World;
  readonly #stage: Stage;
  readonly #observer: Observer;
  readonly #around: Surroundings;
  readonly #sender: Sender;
  readonly #scene: EveningScene;
  readonly #habits: Habits;
  /** The files as whoever starts the bot next finds them. */
  #product: LoadedProduct;
  /** What still goes wrong once all is calm: an incident, and its repair. */
  #troublesLeft: number;
  /** Looks at runs that people still have on their screens. */
  readonly #seen: Run[] = [];

  constructor(seed: number, { disk, scenes, plant = SOUND }: EveningSetting) {
    this.#seed = seed;
    this.#random = new Random(seed);
    const random = this.#random;
    this.#scene = random.pick(scenes.filter(one => one.name === (plant.scene ?? one.name))) as EveningScene;
    this.#product = this.#scene.product;
    this.#troublesLeft = random.chance(0.5) ? 2 : 0;
    const faults = { ...chooseEveningFaults(random), ...plant.stress };
    this.#habits = { ...chooseHabits(random), ...plant.habits };
    this.#world = new World(EIGHT + random.between(-2, 20) * MINUTE, random, faults);
    this.#world.schemaChanges = random.chance(0.3);
    this.#stage = new Stage({
      world: this.#world,
      disk,
      plant,
      loaded: () => ({ products: [this.#files()], problems: [] }),
      on: {
        lives: () => this.#observer.bot('up'),
        dies: () => this.#observer.bot('down'),
        rests: () => this.#around.rests(),
        claimed: stream => this.#turnRound(stream),
      },
    });
    this.#observer = new Observer(this.#world, this.#stage.raw, says => this.#stage.problem(says), OF_EVENINGS);
    this.#around = new Surroundings({ stage: this.#stage, observer: this.#observer, habits: this.#habits });
    this.#sender = new Sender(this.#stage);
  }

  async play(): Promise<void> {
    const { time } = this.#world;
    const stormEnds = time.now + this.#random.between(20, 70) * MINUTE;
    await this.#stage.live();
    this.#plan(stormEnds - time.now);
    this.#nextPress();
    this.#nextWeather();
    await this.#stage.until(stormEnds);
    this.#around.calmsDown();
    this.#sender.ends();
    if (this.#stage.life.dead) await this.#stage.botTurn();
    await this.#finish(run => !isAtEnd(run));
    await this.#stage.until(Math.max(time.now, NINE));
    await this.#letGo();
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

  /** Now and then somebody has changed the files before the bot is started again. */
  #files(): LoadedProduct {
    if (this.#around?.calm || !this.#random.chance(0.1)) return this.#product;
    this.#world.reach('files:changed');
    return withoutAlert(this.#scene.product, 'errors');
  }

  /** What begins when; all of it is typed in Slack, and typed again by whoever had no answer. */
  #plan(lastsMs: number): void {
    const random = this.#random;
    const any = () => random.next() * lastsMs * 0.7;
    this.#at(SECOND, () => this.#startRelease(null, ANA));
    if (random.chance(0.5)) this.#at(any(), () => this.#startRelease(null));
    if (random.chance(0.5)) this.#at(random.next() * lastsMs * 0.4, () => this.#startDrill(null));
    if (random.chance(0.5)) this.#at(any(), () => this.#declare());
    if (random.chance(0.35)) this.#at(any(), () => this.#freeze());
    if (random.chance(0.5))
      for (let times = random.between(1, 5); times > 0; times -= 1) {
        this.#world.time.after(any(), () => this.#around.calm || this.#sender.fires());
        this.#world.time.after(any(), () => this.#around.calm || this.#sender.ends());
      }
  }

  #at(inMs: number, happens: () => void): void {
    const tries = () => {
      if (this.#around.calm) return;
      if (this.#stage.isUp) happens();
      else this.#world.time.after(this.#random.between(10, 60) * SECOND, tries);
    };
    this.#world.time.after(inMs, tries);
  }

  #startRelease(incident: string | null, who = this.#somebody()): void {
    const random = this.#random;
    const T = random.chance(0.4) ? this.#world.now() + random.between(2, 12) * MINUTE : null;
    const request = {
      product: PRODUCT,
      type: random.pick(incident === null ? ['minor', 'minor', 'patch'] : ['minor', 'patch', 'patch']) ?? 'minor',
      strategy: null,
      inputs: {},
      T,
      version: null,
      channel: null,
      ...(incident === null ? {} : { incident }),
    };
    this.#type(who, desk => desk.start(request, Presses.say));
  }

  #startDrill(incident: string | null, who = this.#somebody()): void {
    const about = incident === null ? {} : { incident };
    const request = { product: PRODUCT, drill: 'restore', channel: null, ...about };
    this.#type(who, desk => desk.startDrill(request, Presses.say));
  }

  #declare(): void {
    const random = this.#random;
    const alert = { kind: 'alert', environment: 'production', alert: 'errors', says: 'the error rate' } as const;
    const request = {
      product: PRODUCT,
      severity: random.pick(['SEV1', 'SEV2']) ?? 'SEV1',
      title: 'No ship lands',
      service: null,
      impact: null,
      commander: null,
      occurredAt: null,
      drill: false,
      private: false,
      source: random.chance(0.6) ? alert : null,
    };
    this.#type(this.#somebody(), desk => desk.declare(request, Presses.say));
  }

  #freeze(): void {
    const who = this.#random.chance(0.8) ? this.#owner() : this.#somebody();
    const request = { product: PRODUCT, from: TODAY, to: TODAY, reason: 'regatta' };
    this.#type(who, desk => desk.freeze(request));
  }

  #type(who: Person, does: Parameters<Presses['atDesk']>[1]): void {
    void this.#around.delivered(this.#stage.presses.atDesk(who, does));
  }

  #somebody(): Person {
    return (this.#random.chance(0.9) ? this.#random.pick(PEOPLE) : this.#random.pick(STRANGERS)) ?? BEN;
  }

  /** Half of the time somebody who may, or no release would get far in one evening. */
  #presser(run: ReleaseRun | DrillRun, ask: Ask): Person {
    return (this.#random.chance(0.5) ? this.#whoMay(run, ask) : undefined) ?? this.#somebody();
  }

  #whoMay(run: ReleaseRun | DrillRun, ask: Ask): Person | undefined {
    return PEOPLE.find(one => !hasSaid(run, ask, one) && this.#stage.may(run, ask, one));
  }

  #owner(): Person {
    return PEOPLE.find(one => one.roles.includes('owner')) ?? BEN;
  }

  #nextPress(): void {
    const { pressesPerMinute } = this.#world.faults;
    if (this.#around.calm || pressesPerMinute === 0) return;
    this.#world.time.after((MINUTE / pressesPerMinute) * (0.2 + 1.6 * this.#random.next()), () => {
      if (this.#around.calm) return;
      void this.#press();
      this.#nextPress();
    });
  }

  async #press(): Promise<void> {
    const random = this.#random;
    if (!this.#stage.isUp) return;
    if (random.chance(0.05)) return this.#pressAlert();
    if (random.chance(0.02)) return void (await this.#endFreeze());
    const stream = random.pick(this.#streams());
    const now = stream === undefined ? null : await this.#stage.run(stream);
    if (now === null || !this.#stage.isUp) return;
    if (now.kind === 'incident') {
      if (random.chance(0.2)) this.#startRelease(now.id);
      else if (random.chance(0.05)) this.#startDrill(now.id);
      else if (random.chance(0.1)) await this.#close(now);
      return;
    }
    if (this.#habits.practice > 0 && now.kind === 'drill' && isFinal(now)) return this.#practiseAgain(now);
    this.#seen.push(now);
    if (this.#seen.length > 20) this.#seen.shift();
    const old = this.#world.strikes('stale') ? random.pick(this.#seen.filter(one => one.stream === stream)) : now;
    const ask = anyAsk(old?.kind === 'incident' || !old ? now : old, random, this.#world.now());
    if (ask) await this.#hand(now, ask, this.#presser(now, ask));
  }

  /** What went well is done once more by somebody who was not there, until it goes wrong. */
  #practiseAgain(last: DrillRun): void {
    const isLast =
      this.#streams().filter(stream => stream.startsWith('drill:')).length === Number(last.id.split('-')[1]);
    if (isLast && last.status === 'passed' && this.#random.chance(this.#habits.practice)) this.#startDrill(null, BEN);
  }

  /** Two who are asked the same press at once. */
  async #hand(run: Run, ask: Ask, who: Person): Promise<void> {
    this.#world.reach(`press:${ask.type}`);
    if (this.#world.strikes('hasty')) void this.#around.delivered(this.#pressed(run, ask, this.#somebody()));
    await this.#around.delivered(this.#pressed(run, ask, who));
  }

  #pressed(run: Run, ask: Ask, who: Person): ReturnType<Presses['atDesk']> {
    if (ask.type === 'claim' || ask.type === 'hand')
      this.#world.meant.add(`${run.stream} ${ask.step} ${ask.attempt} ${who.user}`);
    return this.#stage.presses.atDesk(who, (desk, key) => {
      const marked = ask.type === 'note' ? { ...ask, text: `${ask.text} (${key})` } : ask;
      return desk.handle(run.id, marked, Presses.say);
    });
  }

  async #pressAlert(): Promise<void> {
    const alerts = await this.#stage.alive(this.#stage.life.engine.alerts(PRODUCT));
    const episode = this.#random.pick(Object.values(alerts?.episodes ?? {}));
    if (!episode || !this.#stage.isUp) return;
    this.#world.reach('press:acknowledge-alert');
    const ask = { type: 'acknowledge-alert', number: episode.number } as const;
    this.#type(this.#somebody(), (desk: Desk, key) => desk.handleAlert(PRODUCT, ask, () => sayText(`${key} has it`)));
  }

  async #endFreeze(): Promise<boolean> {
    const row = await this.#stage.alive(this.#stage.life.store.run('system'));
    const [found] = freezesIn(row?.facts ?? {});
    if (!found || !this.#stage.isUp) return false;
    this.#type(this.#owner(), desk => desk.endFreeze({ id: found.id, reason: 'the regatta is over' }));
    return true;
  }

  /** An action was just claimed and has not begun. */
  #turnRound(stream: string): void {
    const { life } = this.#stage;
    if (life.dead || !life.ready || this.#around.calm) return;
    const ask = this.#random.pick([
      { type: 'rollback', reason: 'it is broken' },
      { type: 'abort', reason: 'never mind' },
    ] as const);
    if (ask) void this.#stage.presses.press(stream, ask, BEN)(life);
  }

  #nextWeather(): void {
    if (this.#around.calm) return;
    const rare = { chance: 1 / 40 };
    this.#around.outages({ badMinutesMax: 6, slack: { ...rare, minutesMax: 20 }, pager: { ...rare, minutesMax: 30 } });
    if (this.#random.chance(0.4)) void this.#troubled();
    this.#around.weather();
    this.#world.time.after(MINUTE, () => this.#nextWeather());
  }

  /** What a release broke shows once everybody has it: an incident is declared, and its repair does not wait. */
  async #troubled(): Promise<boolean> {
    const runs = this.#stage.isUp ? await this.#runs() : [];
    if (!this.#stage.isUp || !runs.some(run => run.kind === 'release' && givesWay(run))) return false;
    const open = runs.find(run => run.kind === 'incident' && run.status !== 'resolved');
    if (open === undefined) this.#declare();
    else if (!isRepaired(open, runs)) this.#startRelease(open.id, BEN);
    else return false;
    return true;
  }

  /** The last trouble of the evening: it goes badly for a while in which nobody looks, and then it is repaired. */
  async #breaks(): Promise<boolean> {
    if (this.#troublesLeft === 0 || !(await this.#troubled())) return false;
    this.#troublesLeft -= 1;
    if (this.#troublesLeft === 0) return true;
    this.#world.badUntil = this.#world.time.now + 4 * MINUTE;
    await this.#stage.until(this.#world.badUntil);
    const stands = (await this.#runs()).find(run => run.kind === 'release' && run.pause?.cause === 'metric');
    if (stands && this.#random.chance(0.5)) {
      await this.#around.delivered(this.#pressed(stands, { type: 'rollback', reason: 'it is broken' }, BEN));
      // And somebody wants to go out again at once.
      this.#world.time.after(SECOND, () => this.#startRelease(null, ANA));
    }
    return true;
  }

  /** Until nothing of this is left to do, people do what they are asked. */
  async #finish(isOpen: (run: Run) => boolean): Promise<void> {
    let left: readonly Run[] = [];
    await this.#stage.calm({
      maxMs: CALM_MAX_MS,
      thinkMs: THINK_MS,
      help: async () => (await this.#breaks()) || (await this.#help()),
      isOver: async () => {
        left = (await this.#runs()).filter(isOpen);
        return left.length === 0;
      },
      late: () => `${left.map(run => `${run.id} (${run.status})`).join(', ')} do not end in calm`,
    });
  }

  /** The bot is started with files that measure nothing and want no drill any more: all that fires ends, and nothing is left. */
  async #letGo(): Promise<void> {
    this.#product = atRest(this.#scene.product);
    this.#stage.life.die();
    const late = () => 'it does not come to rest in four calm hours';
    await this.#stage.calm({ maxMs: CALM_MAX_MS, thinkMs: 0, help: async () => false, late });
  }

  /** A lock is ended only when there is nothing else to do: until then it holds whoever wants to go to production. */
  async #help(): Promise<boolean> {
    if (await this.#endFreeze()) return true;
    const runs = await this.#runs();
    for (const run of runs) {
      const isOpen = run.kind === 'incident' && !isRepaired(run, runs);
      if (isOpen ? await this.#close(run) : await this.#helped(run, ask => ask.type !== 'unlock')) return true;
    }
    for (const run of runs) if (await this.#helped(run, ask => ask.type === 'unlock')) return true;
    return false;
  }

  async #helped(run: Run, isWanted: (ask: Ask) => boolean): Promise<boolean> {
    if (run.kind === 'incident') return false;
    for (const ask of wise(run, this.#world.now()).filter(isWanted)) {
      const who = this.#whoMay(run, ask);
      if (!who) continue;
      await this.#around.delivered(this.#pressed(run, ask, who));
      return true;
    }
    return false;
  }

  async #close(run: Run & { kind: 'incident' }): Promise<boolean> {
    const next = closing(run, this.#world.now()).find(({ ask, who }) => this.#stage.may(run, ask, who));
    if (next) await this.#around.delivered(this.#pressed(run, next.ask, next.who));
    return next !== undefined;
  }

  /** Whatever was started, by whatever number it was given. */
  #streams(): readonly string[] {
    return this.#stage.column("select stream from runs where kind in ('release', 'incident', 'drill') order by stream");
  }

  #runs(): Promise<readonly Run[]> {
    return this.#stage.runs(this.#streams());
  }
}

/** A release from it is on its way, so nobody closes it. */
function isRepaired(incident: Run, runs: readonly Run[]): boolean {
  return runs.some(run => run.kind === 'release' && run.incident === incident.id && !isOver(run));
}

function isAtEnd(run: Run): boolean {
  if (run.kind === 'incident') return run.status === 'resolved';
  return run.kind === 'release' ? isOver(run) : isFinal(run);
}
