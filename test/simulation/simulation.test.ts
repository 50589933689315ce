import { expect, test } from 'vitest';
import { EVENT_SCHEMAS } from '#src/domain/events.ts';
import { incidentEvents } from '#src/domain/incident/events.ts';
import { EFFECT_KINDS } from '#src/domain/procedure/effects.ts';
import { emptyDisk } from './disk.ts';
import { loadEvenings } from './evenings/scenes.ts';
import { simulateEvening } from './evenings/simulate.ts';
import { ONLY_INCIDENTS } from './incidents/wanted.ts';
import type { Outcome } from './outcome.ts';
import { PLANTS } from './plants.ts';
import { loadScenes } from './runbooks.ts';
import { type Setting, simulate } from './simulate.ts';

/** A few seconds' worth; `npm run simulate` plays as many as one likes. */
const SEEDS = Number(process.env['SEEDS'] ?? 70);
const FROM = Number(process.env['FROM'] ?? 1);
/** Of these each is an hour of everything a product has. */
const EVENINGS = Number(process.env['EVENINGS'] ?? 12);
/** A defect must show within so many schedules. */
const FOUND_WITHIN = 40;

/**
 * Of the bot and not of a run: each start says so on the system's stream, and a clock that was set is told by the loop and
 * to whatever is open. And of incidents, which have schedules of their own (incidents/wanted.ts). And hardly ever is the bot
 * away for all of a day's working hours (scenarios/overdue-drills.test.ts).
 */
const NOT_HERE: ReadonlySet<string> = new Set([
  'bot.started',
  'clock.jumped',
  'drills.missed',
  ...Object.keys(incidentEvents),
]);

const disk = await emptyDisk();
const setting: Setting = { disk, scenes: await loadScenes() };
const evenings = { disk, scenes: await loadEvenings() };

/** Every event and effect this version has, and a crash at every kind of place: a simulation that does not get there proves nothing. */
const WANTED: readonly string[] = [
  ...Object.keys(EVENT_SCHEMAS)
    .filter(type => !NOT_HERE.has(type))
    .map(type => `event:${type}`),
  ...EFFECT_KINDS.filter(kind => !ONLY_INCIDENTS.includes(kind) && !NOT_HERE.has(kind)).map(kind => `effect:${kind}`),
  ...['before a transaction', 'inside a transaction', 'before a commit', 'after a commit', 'at a read'].map(
    place => `crash:${place}`,
  ),
];

test('[B5] no schedule of crashes, lost answers and hasty people breaks an invariant', {
  timeout: 3_600_000,
}, async () => {
  const broken: string[] = [];
  const reached = new Set<string>();
  const missing = () => WANTED.filter(what => !reached.has(what));
  const told = (outcome: Outcome) => {
    broken.push(...outcome.problems.map(says => `SEED=${outcome.seed} (${outcome.scene}) ${says}`));
    for (const what of outcome.reached.keys()) reached.add(what);
  };
  for (let seed = FROM; seed < FROM + SEEDS; seed += 1) told(await simulate(seed, setting));
  // What is rare may take a few more.
  for (let seed = FROM; seed < FROM + EVENINGS || (missing().length > 0 && seed < FROM + 4 * EVENINGS); seed += 1)
    told(await simulateEvening(seed, evenings));
  expect(broken).toEqual([]);
  expect(missing()).toEqual([]);
});

test('the same seed is the same schedule', async () => {
  const [first, second] = [await simulate(4, setting), await simulate(4, setting)];
  expect(second.lines).toEqual(first.lines);
});

test.each(PLANTS)('the simulation finds it when $name', { timeout: 120_000 }, async plant => {
  const found: string[] = [];
  for (let seed = 1; seed <= FOUND_WITHIN && found.length === 0; seed += 1)
    found.push(...(await simulate(seed, { ...setting, plant })).problems);
  expect(found.join('\n')).toMatch(plant.shows);
});
