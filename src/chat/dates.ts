import type { Instant } from '#src/base/time.ts';
import { SECOND, sayInstant } from '#src/base/time.ts';

/** An instant in the reader's own zone; in UTC where a client cannot. Never a count-down: it would have to be redrawn. */
export function when(at: Instant): string {
  return `<!date^${Math.floor(at / SECOND)}^{date_short_pretty} {time}|${sayInstant(at, 'UTC')}>`;
}
