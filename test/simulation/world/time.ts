import type { Instant } from '#src/base/time.ts';

type Moment = { readonly at: Instant; readonly order: number; readonly happen: () => void };

/** The world's own time. Nothing waits for real: whoever moves it makes happen what was to happen by then, in order. */
export class WorldTime {
  now: Instant;
  #order = 0;
  readonly #moments: Moment[] = [];

  constructor(start: Instant) {
    this.now = start;
  }

  /** Makes something happen `inMs` from now, whatever becomes of the bot until then. */
  after(inMs: number, happen: () => void): void {
    const moment = { at: this.now + Math.round(inMs), order: this.#order++, happen };
    const index = this.#moments.findIndex(one => one.at > moment.at);
    this.#moments.splice(index < 0 ? this.#moments.length : index, 0, moment);
  }

  sleep(ms: number): Promise<void> {
    return new Promise(resolve => this.after(ms, resolve));
  }

  /** When the next thing happens; null: nothing is to come. */
  next(): Instant | null {
    return this.#moments[0]?.at ?? null;
  }

  /** Moves on to an instant; what falls due at it happens, and nothing later. */
  moveTo(at: Instant): void {
    for (;;) {
      const [first] = this.#moments;
      if (first === undefined || first.at > at) break;
      this.#moments.shift();
      this.now = Math.max(this.now, first.at);
      first.happen();
    }
    this.now = Math.max(this.now, at);
  }
}
