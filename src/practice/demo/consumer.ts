import { type Instant, SECOND } from '#src/base/time.ts';

/** The queue behind the service: every document written is an event that something has to consume. */
export type Consumer = { produce(at: Instant, slow: boolean): void; lag(now: Instant): number };

const USUAL_MS = 12 * SECOND;
const SLOW_MS = 600 * SECOND;

/** Counts the events not consumed yet. A slow version leaves its events lying ten minutes, so the lag climbs. */
export function createConsumer(): Consumer {
  let waiting: Instant[] = [];
  return {
    produce(at, slow) {
      waiting.push(at + (slow ? SLOW_MS : USUAL_MS));
    },
    lag(now) {
      waiting = waiting.filter(done => done > now);
      return waiting.length;
    },
  };
}
