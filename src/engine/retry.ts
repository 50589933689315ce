import { MINUTE, SECOND } from '#src/base/time.ts';

/** 1 s, 2 s, 4 s ... up to 5 min between two attempts; deterministic, because one bot has no herd to spread. */
export function backoffMs(attempt: number, maxMs: number = 5 * MINUTE): number {
  return Math.min(SECOND * 2 ** Math.min(Math.max(attempt - 1, 0), 20), maxMs);
}
