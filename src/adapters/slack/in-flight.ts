import { SECOND } from '#src/base/time.ts';
import type { Log } from '#src/ports/log.ts';
import { type After, within } from './after.ts';

/** Somebody waits at a deploy of the bot itself: what has not ended by then is cut off. */
const DRAIN_MAX_MS = 10 * SECOND;

/** Knows what still runs, so that stopping can wait for it. `server.close()` alone forgets work after the answer. */
export function createInFlight(parts: { after: After; log: Log }) {
  const { after, log } = parts;
  const running = new Set<Promise<unknown>>();

  function track<T>(work: Promise<T>): Promise<T> {
    running.add(work);
    const done = () => running.delete(work);
    work.then(done, done);
    return work;
  }

  return {
    track,
    /** For work nobody waits for: an answer to the asker alone, which may be lost. */
    background(work: Promise<unknown>): void {
      void track(work.catch((error: unknown) => log.warn({ err: error }, 'an answer did not reach the asker')));
    },
    /** Resolves when nothing runs any more, or after ten seconds; says how much was left then. */
    async drained(): Promise<number> {
      let late = false;
      const cancel = after(DRAIN_MAX_MS, () => {
        late = true;
      });
      while (running.size > 0 && !late) await within(after, DRAIN_MAX_MS, Promise.allSettled([...running]));
      cancel();
      return running.size;
    },
  };
}
