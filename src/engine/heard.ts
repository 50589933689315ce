/** Deliveries are repeated within minutes; this many requests are an hour of the busiest channel. */
const KEPT_MAX = 1_000;

/** The keys of the newest requests since this start. What it has forgotten, or never heard, the store still recognises. */
export class Heard {
  readonly #keys = new Set<string>();

  /** Whether this key was heard before; from now on it was. */
  again(key: string): boolean {
    const known = this.#keys.delete(key);
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > KEPT_MAX && oldest !== undefined) this.#keys.delete(oldest);
    return known;
  }
}
