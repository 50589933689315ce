import type { Instant } from '#src/base/time.ts';
import type { Clock } from '#src/ports/clock.ts';

/** More than anybody asks for while an entry lives; the oldest go first. */
const ENTRIES_MAX = 1_000;

export type Cache<T> = ReturnType<typeof createCache<T>>;

/** Remembers answers of Slack for `keepMs`, a thousand at most. */
export function createCache<T>({ clock, keepMs }: { clock: Clock; keepMs: number }) {
  const entries = new Map<string, { readonly value: T; readonly until: Instant }>();
  return {
    /** Undefined: not known, or not any more. A known null is an entry. */
    get(key: string): { readonly value: T } | undefined {
      const held = entries.get(key);
      return held && clock.now() < held.until ? held : undefined;
    },
    set(key: string, value: T): void {
      entries.delete(key);
      entries.set(key, { value, until: clock.now() + keepMs });
      for (const oldest of entries.keys()) {
        if (entries.size <= ENTRIES_MAX) break;
        entries.delete(oldest);
      }
    },
  };
}
