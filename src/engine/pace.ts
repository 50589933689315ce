import type { Instant } from '#src/base/time.ts';

/**
 * Lanes that rest a moment after each effect (a card is redrawn at most every 2 s). Kept in memory only: after a restart
 * the first redraw may come early, which harms nobody.
 */
export class Pace {
  readonly #until = new Map<string, Instant>();

  ended(lane: string, gapMs: number, now: Instant): void {
    if (gapMs > 0) this.#until.set(lane, now + gapMs);
  }

  resting(now: Instant): readonly string[] {
    for (const [lane, until] of this.#until) if (until <= now) this.#until.delete(lane);
    return [...this.#until.keys()];
  }

  /** When to look again: what is due in the store, but not before its lane may move. */
  next(due: Instant | null, now: Instant): Instant | null {
    if (due === null || due > now || this.#until.size === 0) return due;
    return Math.min(...this.#until.values());
  }
}
