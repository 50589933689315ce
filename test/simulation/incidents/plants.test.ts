import { expect, test } from 'vitest';
import { INCIDENT_PLANTS } from './plants.ts';
import { incidentSetting } from './play.ts';
import { simulateIncidents } from './simulate.ts';

/** A defect must show within so many schedules. */
const FOUND_WITHIN = 40;

const setting = await incidentSetting();

test('the same seed is the same schedule of incidents', async () => {
  const [first, second] = [await simulateIncidents(4, setting), await simulateIncidents(4, setting)];
  expect(second.lines.length).toBeGreaterThan(20);
  expect(second.lines).toEqual(first.lines);
});

test.each(INCIDENT_PLANTS)('the simulation of incidents finds it when $name', { timeout: 120_000 }, async plant => {
  const found: string[] = [];
  for (let seed = 1; seed <= FOUND_WITHIN && found.length === 0; seed += 1)
    found.push(...(await simulateIncidents(seed, { ...setting, plant })).problems);
  expect(found.join('\n')).toMatch(plant.shows);
});
