import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nextMoment } from '#src/practice/next-moment.ts';
import { startWorld, type World } from '../support/bot.ts';

const DRILLS = join(import.meta.dirname, '../scenarios/products/drills');
const WINDOWS = join(import.meta.dirname, '../scenarios/products/windows');
const AFTERNOON = Date.parse('2026-11-24T15:00:00+01:00');

const next = async (world: World) => nextMoment(world.store, await world.engine.tick(), world.now());

test('what only comes with the days is no moment to wind to; what a release waits for is', async () => {
  await using world = await startWorld({ products: [DRILLS, WINDOWS], start: AFTERNOON });
  await world.type('U0PO', '/release freeze windows 2026-11-30 Stocktaking');
  expect((await world.store.dueTimers(Number.MAX_SAFE_INTEGER, 10)).map(timer => timer.name)).toEqual([
    'look',
    'freeze-begins:FRZ-1',
    'freeze-over:FRZ-1',
  ]);
  expect(await next(world)).toBe(null);
  await world.type('U0CAP', '/release start minor windows at 20:00');
  // Its go/no-go is asked an hour before.
  expect(await next(world)).toBe(Date.parse('2026-11-24T19:00:00+01:00'));
});
