import type { Instant } from '#src/base/time.ts';
import { SECOND, sayInstant } from '#src/base/time.ts';

/** `Tue 2026-11-24 20:00 CET (for you …)`: an instant in a product's zone and in the reader's, before anybody confirms it. */
export function saySoThere(at: Instant, zone: string): string {
  return `${sayInstant(at, zone)} (for you ${when(at)})`;
}

/** An instant in the reader's own zone; in UTC where a client cannot. Never a count-down: it would have to be redrawn. */
export function when(at: Instant): string {
  return `<!date^${Math.floor(at / SECOND)}^{date_short_pretty} {time}|${sayInstant(at, 'UTC')}>`;
}
