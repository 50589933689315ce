import { MINUTE, SECOND } from '#src/base/time.ts';
import type { AlertsTold } from '#src/bot/alerts-told.ts';
import type { Stage } from '../stage.ts';

/** It says again what still stands, as Alertmanager does. */
const AGAIN_MS = 4 * MINUTE;
/** Now and then it says nothing for longer than the bot takes its word for. */
const SILENT_MS = 20 * MINUTE;

/**
 * Somebody who watches from outside and tells of a full disk: told again while it goes on, and of each change until the bot
 * has taken it. Its clock is its own.
 */
export class Sender {
  readonly #stage: Stage;
  #since: number | null = null;
  #count = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get isFiring(): boolean {
    return this.#since !== null;
  }

  fires(): void {
    if (this.#since !== null) return;
    this.#since = this.#stage.world.time.now;
    this.#count += 1;
    this.#tell(this.#count);
  }

  ends(): void {
    if (this.#since === null) return;
    this.#since = null;
    this.#count += 1;
    this.#tell(this.#count);
  }

  #tell(count: number): void {
    const { world } = this.#stage;
    // Another change came since: this word is old, and its own is on the way.
    if (count !== this.#count) return;
    if (!this.#stage.isUp) return world.time.after(20 * SECOND, () => this.#tell(count));
    const { life } = this.#stage;
    const told = life.alertsTold(this.#word(world.time.now));
    void Promise.race([told.then(() => true), life.died.then(() => false)]).then(taken => {
      if (!taken) world.time.after(20 * SECOND, () => this.#tell(count));
      else if (this.#since !== null)
        world.time.after(world.random.chance(0.4) ? SILENT_MS : AGAIN_MS, () => this.#tell(count));
      if (world.strikes('webhookTwice')) world.time.after(SECOND, () => this.#again(count));
    });
  }

  /** The same word a second time. */
  #again(count: number): void {
    if (count === this.#count && this.#stage.isUp)
      void this.#stage.life.alertsTold(this.#word(this.#stage.world.time.now));
  }

  #word(now: number): AlertsTold {
    const firing = this.#since !== null;
    const alert = {
      name: 'disk',
      fingerprint: 'f1',
      state: firing ? ('firing' as const) : ('resolved' as const),
      environment: 'production',
      priority: null,
      since: this.#since ?? now,
      endedAt: firing ? null : now,
      says: firing ? 'the disk is full' : 'there is room again',
      link: null,
      product: 'harbor',
    };
    return { sender: 'alertmanager', alerts: [alert], product: null };
  }
}
