import { parseDuration } from '#src/base/time.ts';
import type { Offset } from './model/terms.ts';

/** Reads `T`, `T-24h`, `T-1d`, `T+5m`. Answers undefined for anything else. */
export function parseOffset(text: string): Offset | undefined {
  if (text === 'T') return { sign: 1, ms: 0, days: 0, text };
  const [, sign, length] = /^T([+-])(.+)$/.exec(text) ?? [];
  const duration = length === undefined ? undefined : parseDuration(length);
  return duration && { sign: sign === '-' ? -1 : 1, ms: duration.ms, days: duration.days, text };
}
