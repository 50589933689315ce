import { describe, expect, test } from 'vitest';
import { HOUR, iso, MINUTE } from '#src/base/time.ts';
import { momentOn } from '#src/base/wall-time.ts';

const at = (day: string, minutes: number, zone: string) => iso(momentOn(day, minutes, zone));

describe('a moment on a day', () => {
  test('is the clock of its zone, in summer as in winter, and 24:00 is the next midnight', () => {
    expect(at('2026-11-24', (9 * HOUR) / MINUTE, 'Europe/Berlin')).toBe('2026-11-24T08:00:00.000Z');
    expect(at('2026-07-24', (9 * HOUR) / MINUTE, 'Europe/Berlin')).toBe('2026-07-24T07:00:00.000Z');
    expect(at('2026-12-31', (24 * HOUR) / MINUTE, 'Europe/Berlin')).toBe('2026-12-31T23:00:00.000Z');
  });

  test('that the clocks leave out comes as much later, and of one that comes twice the first is meant', () => {
    expect(at('2026-03-29', 2 * 60 + 30, 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(at('2026-10-25', 2 * 60 + 30, 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    // In Cuba the clocks change at midnight, so that day begins at one.
    expect(at('2026-03-08', 0, 'America/Havana')).toBe('2026-03-08T05:00:00.000Z');
  });
});
