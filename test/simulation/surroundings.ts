import { HOUR, MINUTE, SECOND } from '#src/base/time.ts';
import { pageNews } from '#src/bot/page-news.ts';
import type { PageNews } from '#src/ports/pager.ts';
import { CALM } from './faults.ts';
import type { Habits } from './incidents/faults.ts';
import type { Observer } from './incidents/observer.ts';
import type { Stage } from './stage.ts';

export type SurroundingsParts = { readonly stage: Stage; readonly observer: Observer; readonly habits: Habits };

/** How likely it goes away in a minute, and for how long at most. */
type Outage = { readonly chance: number; readonly minutesMax: number };
export type Outages = { readonly badMinutesMax: number; readonly slack: Outage; readonly pager: Outage };

/** What happens around the bot: its clock is set, its process stands still, phones ring, Slack and the pager's provider deliver. */
export class Surroundings {
  #calm = false;
  readonly #stage: Stage;
  readonly #observer: Observer;
  readonly #habits: Habits;

  constructor({ stage, observer, habits }: SurroundingsParts) {
    this.#stage = stage;
    this.#observer = observer;
    this.#habits = habits;
    stage.world.provider.onRing = key => this.#rings(key);
    stage.world.provider.onNews = news => this.#webhook(news, 3);
  }

  /** The storm is over. */
  get calm(): boolean {
    return this.#calm;
  }

  /** Slack delivers, and perhaps once more, to whichever life of the bot is there then. */
  async delivered(deliver: (life: Stage['life']) => Promise<void>): Promise<void> {
    const { world, life } = this.#stage;
    const first = deliver(life);
    if (world.strikes('doubleClick')) {
      const again = () => {
        if (this.#stage.isUp) void deliver(this.#stage.life);
      };
      if (world.random.chance(0.5)) again();
      else world.time.after(world.random.between(1, 5_000), again);
    }
    await Promise.race([first, life.died]);
  }

  rests(): void {
    if (!this.#stage.isSuspended) this.#observer.bot('awake');
    this.#observer.rests();
  }

  suspend(ms: number): void {
    if (this.#stage.life.dead || this.#stage.isSuspended) return;
    this.#stage.world.reach('fault:suspended');
    this.#observer.bot('asleep');
    this.#stage.suspend(ms);
  }

  /** The bot's loop looks at its clock every second: just before it is set, and just after. */
  setClock(byMs: number): void {
    const { world } = this.#stage;
    const wake = () => {
      if (!this.#stage.life.dead) this.#stage.life.wake();
    };
    wake();
    world.time.after(1, () => {
      this.#observer.clockSet(byMs, this.#stage.isUp);
      if (byMs < 0) world.setBack(-byMs);
      else world.setForward(byMs);
      wake();
    });
  }

  /** The storm is over. */
  calmsDown(): void {
    this.#calm = true;
    this.#stage.world.faults = CALM;
    this.#stage.world.heal();
  }

  /** A minute's worth of bad luck with the service, with Slack and with the pager's provider. */
  outages({ badMinutesMax, slack, pager }: Outages): void {
    const { world } = this.#stage;
    const { faults, random } = world;
    const until = (minutesMax: number) => world.time.now + random.between(1, minutesMax) * MINUTE;
    if (world.strikes('serviceBad')) world.badUntil = until(badMinutesMax);
    if (faults.outage && random.chance(slack.chance)) {
      world.slackDownUntil = until(slack.minutesMax);
      world.reach('fault:slack-outage');
    }
    if (faults.pagerOutage && random.chance(pager.chance)) {
      world.provider.downUntil = until(pager.minutesMax);
      world.reach('fault:pager-outage');
    }
  }

  /** A minute's worth of bad luck with its process and its clock. */
  weather(): void {
    const { world } = this.#stage;
    const { random } = world;
    if (world.strikes('suspended')) this.suspend(random.between(1_000, 20 * MINUTE));
    if (world.strikes('clockBack'))
      this.setClock(-(random.pick([50, 5 * SECOND, 30 * SECOND, 10 * MINUTE, HOUR]) ?? 0));
    if (world.strikes('clockForward')) this.setClock(random.pick([5 * SECOND, 7 * MINUTE, HOUR]) ?? 0);
  }

  /** A phone rings: somebody takes it soon, late, or never. */
  #rings(key: string): void {
    const { time, random, provider } = this.#stage.world;
    this.#observer.rang(key);
    if (this.#calm || !random.chance(this.#habits.phone)) return;
    time.after(random.between(5 * SECOND, 15 * MINUTE), () => {
      if (random.chance(0.1)) provider.resolve(key);
      else provider.acknowledge(key);
      // Whoever took it fell asleep again.
      if (random.chance(0.3)) time.after(30 * MINUTE, () => this.#calm || provider.unacknowledge(key));
    });
  }

  /** The provider delivers again while nobody answers, and not for ever. */
  #webhook(news: PageNews, tries: number): void {
    const { life } = this.#stage;
    if (this.#stage.isUp) {
      life.stirs();
      void pageNews(life.engine, news);
    } else if (tries > 0) this.#stage.world.time.after(5 * MINUTE, () => this.#webhook(news, tries - 1));
  }
}
