import type { Instant } from '#src/base/time.ts';
import type { FakeClock } from './options.ts';

/** What PagerDuty has taken and not yet done: its Events API is asynchronous, and on a bad day slow. */
export function createLater(clock: FakeClock) {
  let waiting: readonly { readonly at: Instant; readonly act: () => void }[] = [];
  return {
    add(ms: number, act: () => void) {
      waiting = [...waiting, { at: clock.now() + ms, act }].toSorted((a, b) => a.at - b.at);
    },
    doDue() {
      const due = waiting.filter(one => one.at <= clock.now());
      waiting = waiting.filter(one => one.at > clock.now());
      for (const { act } of due) act();
    },
    nextDue: (): Instant | null => waiting[0]?.at ?? null,
  };
}
