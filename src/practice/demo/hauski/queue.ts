import { type Instant, SECOND } from '#src/base/time.ts';
import type { HauskiConfig } from './config.ts';
import type { HauskiFault } from './faults.ts';

/** How one question fares: its status, and how long it took in simulated milliseconds. */
export type Fate = { readonly status: number; readonly ms: number };

const REST_MS = 60;
const ANSWER_MS = 12;
/** With fifteen questions at once the last waits twice its budget. */
const RERANK_SLOW_MS = 48;
/** A hot GPU lowers its own clock. */
const HOT_FACTOR = 3;
const REFUSED_MS = 1;
/** One question in so many asks for suggestions. */
const SUGGESTS_EVERY = 6;

/**
 * One GPU that answers one question after the other: those that come together wait for each other. So a limit or a
 * feature switched off really makes it faster. Time is that of the questions; nobody really waits.
 */
export function createQueue() {
  let busyUntil = 0;
  let second = 0;
  let inSecond = 0;
  let served = 0;

  function isOverLimit(at: Instant, limit: number | null): boolean {
    const now = Math.floor(at / SECOND);
    if (now !== second) inSecond = 0;
    second = now;
    inSecond += 1;
    return limit !== null && inSecond > limit;
  }

  return {
    ask(at: Instant, config: HauskiConfig, has: (fault: HauskiFault) => boolean, isNew: boolean): Fate {
      const over = isOverLimit(at, config.limitPerSecond);
      if (has('hauski-out')) return { status: 503, ms: REFUSED_MS };
      if (config.deny) return { status: 403, ms: REFUSED_MS };
      if (over) return { status: 429, ms: REFUSED_MS };
      served += 1;
      const uses = (feature: string) => !config.safeMode && config.flags[feature] === true;
      const rerankMs = uses('rerank') && has('hauski-slow') ? RERANK_SLOW_MS : 0;
      const newMs = isNew && has('hauski-new-slow') ? RERANK_SLOW_MS : 0;
      const workMs = (ANSWER_MS + rerankMs + newMs) * (has('hauski-hot') && !config.safeMode ? HOT_FACTOR : 1);
      busyUntil = Math.max(busyUntil, at) + workMs;
      const broken = uses('suggestions') && has('hauski-errors') && served % SUGGESTS_EVERY === 0;
      return { status: broken ? 500 : 200, ms: Math.round(REST_MS + busyUntil - at) };
    },
  };
}
