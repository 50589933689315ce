import type { Instant } from '#src/base/time.ts';

/**
 * Lanes that rest a moment after each effect (a card is redrawn at most every 2 s). Kept in memory only: after a restart
 * the first redraw may come early, which harms nobody.
 */
export class Pace {
  readonly #rests = new Map<string, { readonly from: Instant; readonly until: Instant }>();

  ended(lane: string, gapMs: number, now: Instant): void {
    if (gapMs > 0) this.#rests.set(lane, { from: now, until: now + gapMs });
  }

  /** A clock that was set back must not keep a lane silent for an hour, so a rest that has not begun yet is over too. */
  resting(now: Instant): readonly string[] {
    for (const [lane, { from, until }] of this.#rests) if (until <= now || now < from) this.#rests.delete(lane);
    return [...this.#rests.keys()];
  }

  /** When what is due at `at` may move in this lane. */
  earliest(lane: string, at: Instant): Instant {
    const rest = this.#rests.get(lane);
    return rest && rest.from <= at ? Math.max(at, rest.until) : at;
  }

  /** When to look again: what is due in the store, but not before its lane may move. */
  next(due: Instant | null, now: Instant): Instant | null {
    if (due === null || due > now || this.#rests.size === 0) return due;
    return Math.min(...[...this.#rests.values()].map(rest => rest.until));
  }
}
