import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sayInstant } from '#src/base/time.ts';

test('an instant in UTC reads as the formatter of any zone writes it', () => {
  const from2000 = {
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  };
  fc.assert(
    fc.property(fc.date(from2000), date => {
      expect(sayInstant(date.getTime(), 'UTC')).toBe(sayInstant(date.getTime(), 'Etc/UTC'));
    }),
  );
});

test('an instant in a zone of people reads as it does there', () => {
  expect(sayInstant(Date.parse('2026-11-24T19:00:00Z'), 'Europe/Berlin')).toBe('Tue 2026-11-24 20:00 CET');
});
