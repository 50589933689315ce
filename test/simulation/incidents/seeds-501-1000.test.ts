import { expect, test } from 'vitest';
import { playSeeds } from './play.ts';

test('[B5] no schedule of an incident breaks a promise, in five hundred more', { timeout: 3_600_000 }, async () => {
  const { broken } = await playSeeds(501, 500);
  expect(broken).toEqual([]);
});
