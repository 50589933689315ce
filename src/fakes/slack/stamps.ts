import { SECOND } from '#src/base/time.ts';
import type { FakeClock } from './options.ts';

const MICROS = 1_000_000;

/** Message timestamps: seconds and six digits, never twice, always rising, even when the clock stands or jumps back. */
export function createStamps(clock: FakeClock): () => string {
  let last = 0;
  return () => {
    last = Math.max(Math.floor(clock.now()) * 1_000, last + 1);
    return formatStamp(last);
  };
}

/** `1763726400.000100` for microseconds since 1970. */
export function formatStamp(micros: number): string {
  return `${Math.floor(micros / MICROS)}.${String(micros % MICROS).padStart(6, '0')}`;
}

export const STAMP = /^\d{1,12}\.\d{6}$/;

/** Microseconds of a timestamp, or undefined when the text is none. `now`-like shapes without a fraction count too. */
export function stampMicros(text: string): number | undefined {
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(text)) return undefined;
  const [seconds = '0', fraction = ''] = text.split('.');
  return Number(seconds) * MICROS + Number(fraction.padEnd(6, '0'));
}

/** The instant a message was posted at, in epoch milliseconds. */
export function stampInstant(ts: string): number {
  return ((stampMicros(ts) ?? 0) / MICROS) * SECOND;
}
