import { MINUTE, sayDuration } from '#src/base/time.ts';

/** ` (25 min late)`; nothing where it is in time. */
export function sayLate(late: number | null): string {
  const minutes = late === null ? 0 : Math.floor(late / MINUTE);
  return minutes === 0 ? '' : ` (${sayDuration(minutes * MINUTE)} late)`;
}
