import type { Faults } from './faults.ts';

/** How one request fares in one version: the status it gets and how long it took, in simulated milliseconds. */
export type Outcome = { readonly status: number; readonly ms: number };

/** What is installed when practice begins. It is a little slow and now and then fails: a release can be better. */
export const FIRST_VERSION = '1.2.0';

const OLD = { fastestMs: 95, slowestMs: 190, errorEvery: 1_000 };
const NEW = { fastestMs: 70, slowestMs: 142, errorEvery: 0 };
const SLOW = { fastestMs: 720, slowestMs: 1_180 };

/**
 * One in eight: at 10 % of the traffic a pause (over 1 %), at 50 % the trigger of a rollback (over 2 %). With 24 canary
 * requests in the minute it is exactly 1.25 %, so that even one more error of the old version stays below the trigger.
 */
const BROKEN_EVERY = 8;

/**
 * Decides the nth request of a version. The latency is the service's own simulated one: winding the clock by an hour
 * sends thousands of real requests, which must not really sleep. A pattern instead of dice keeps practice repeatable.
 */
export function behave(request: { version: string; newest: boolean; nth: number }, faults: Faults): Outcome {
  const traits = request.version === FIRST_VERSION ? OLD : NEW;
  const slow = request.newest && faults.has('canary-slow');
  const ms = spread(request.nth, slow ? SLOW : traits);
  const broken = request.newest && faults.has('canary-errors') && request.nth % BROKEN_EVERY === 3;
  const unlucky = traits.errorEvery > 0 && request.nth % traits.errorEvery === traits.errorEvery - 1;
  return { status: broken || unlucky ? 500 : 200, ms };
}

/** Values between fastest and slowest, few near the top: the golden ratio visits the range evenly in any order. */
function spread(nth: number, range: { fastestMs: number; slowestMs: number }): number {
  const place = (nth * 0.618_033_988_75) % 1;
  return Math.round(range.fastestMs + (range.slowestMs - range.fastestMs) * place ** 1.5);
}
