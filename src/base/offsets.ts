import { Temporal } from 'temporal-polyfill';
import type { Instant } from './time.ts';

/** A stretch of time in which a zone's clocks are off UTC by the same amount: wall time = instant + offsetMs. `to` is not included. */
export type Stretch = { readonly from: Instant; readonly to: Instant; readonly offsetMs: number };

/** The stretches between two instants, in order and without a gap: what lies between two clock changes is plain arithmetic. */
export function* stretches(from: Instant, to: Instant, zone: string): Generator<Stretch> {
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  while (at.epochMilliseconds < to) {
    const next = at.getTimeZoneTransition('next');
    const end = Math.min(next?.epochMilliseconds ?? to, to);
    yield { from: at.epochMilliseconds, to: end, offsetMs: at.offsetNanoseconds / 1e6 };
    if (next === null) return;
    at = next;
  }
}

/** How far a zone's clocks are off UTC at an instant, in ms. */
export function offsetAt(at: Instant, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}
