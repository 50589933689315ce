import type { WorldTime } from '../world/time.ts';

/** A stopwatch that stands still while there is any reason to. */
export class UpTime {
  readonly #time: WorldTime;
  readonly #reasons = new Set<string>();
  #elapsed = 0;
  #since: number;

  constructor(time: WorldTime) {
    this.#time = time;
    this.#since = time.now;
  }

  /** Milliseconds counted so far. */
  get ms(): number {
    return this.#reasons.size > 0 ? this.#elapsed : this.#elapsed + this.#time.now - this.#since;
  }

  hold(reason: string): void {
    if (this.#reasons.size === 0) this.#elapsed += this.#time.now - this.#since;
    this.#reasons.add(reason);
  }

  release(reason: string): void {
    if (!this.#reasons.delete(reason) || this.#reasons.size > 0) return;
    this.#since = this.#time.now;
  }

  holds(reason: string): boolean {
    return this.#reasons.has(reason);
  }
}
