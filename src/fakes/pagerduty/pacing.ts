import { MINUTE, SECOND } from '#src/base/time.ts';
import type { Judge } from './judge.ts';
import type { FakeClock } from './options.ts';

const LIMITS = { events: { rule: 'event-rate', max: 120 }, rest: { rule: 'rest-rate', max: 960 } } as const;

export type Pacing = ReturnType<typeof createPacing>;

/** Rate limits over the last 60 s of the given clock. A refused request does not count. */
export function createPacing(clock: FakeClock, judge: Judge, on: boolean) {
  const seen = new Map<string, number[]>();

  function recent(kind: keyof typeof LIMITS, who: string): number[] {
    const now = clock.now();
    const list = (seen.get(`${kind} ${who}`) ?? []).filter(at => at > now - MINUTE && at <= now);
    seen.set(`${kind} ${who}`, list);
    return list;
  }

  return {
    /** Throws `Refused` with 429 when the request comes too early. */
    admit(kind: keyof typeof LIMITS, who: string) {
      const { rule, max } = LIMITS[kind];
      const list = recent(kind, who);
      if (on) judge.require(rule, list.length < max, 'Enhance Your Calm.', 429);
      list.push(clock.now());
    },
    /** What PagerDuty tells beside each answer of the REST API. */
    headers(who: string): { [name: string]: string } {
      const { max } = LIMITS.rest;
      const list = recent('rest', who);
      const resetMs = list[0] === undefined ? 0 : list[0] + MINUTE - clock.now();
      return {
        'ratelimit-limit': String(max),
        'ratelimit-remaining': String(Math.max(0, max - list.length)),
        'ratelimit-reset': String(Math.ceil(resetMs / SECOND)),
      };
    },
  };
}
