import { expect, test } from 'vitest';
import { Pace } from '#src/engine/pace.ts';

test('a lane rests after an effect, and no longer when the clock is set back', () => {
  const pace = new Pace();
  pace.ended('card', 2_000, 10_000);
  expect(pace.resting(11_000)).toEqual(['card']);
  expect(pace.next(10_500, 11_000)).toBe(12_000);
  expect(pace.resting(10_000 - 3_600_000)).toEqual([]);
});
