import { expect, test } from 'vitest';
import { emptyDisk } from '../disk.ts';
import { EVENING_PLANTS } from './plants.ts';
import { loadEvenings } from './scenes.ts';
import { simulateEvening } from './simulate.ts';

/** A defect must show within so many schedules. */
const FOUND_WITHIN = 40;

const setting = { disk: await emptyDisk(), scenes: await loadEvenings() };

test('the same seed is the same evening', async () => {
  const [first, second] = [await simulateEvening(4, setting), await simulateEvening(4, setting)];
  expect(second.lines.length).toBeGreaterThan(20);
  expect(second.lines).toEqual(first.lines);
});

test.each(EVENING_PLANTS)('the simulation of evenings finds it when $name', { timeout: 240_000 }, async plant => {
  let found = '';
  const { from = 1 } = plant;
  for (let seed = from; seed < from + FOUND_WITHIN && !plant.shows.test(found); seed += 1)
    found += `${(await simulateEvening(seed, { ...setting, plant })).problems.join('\n')}\n`;
  expect(found).toMatch(plant.shows);
});
