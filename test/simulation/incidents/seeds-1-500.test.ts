import { expect, test } from 'vitest';
import { playSeeds } from './play.ts';
import { WANTED } from './wanted.ts';

test('[B5] no schedule of an incident breaks a promise: heard, paged, told the truth, somebody reached; and all faults and facts were there', {
  timeout: 3_600_000,
}, async () => {
  const { broken, reached } = await playSeeds(1, 500);
  expect(broken).toEqual([]);
  expect(WANTED.filter(what => !reached.has(what))).toEqual([]);
});
