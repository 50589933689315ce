import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '#src/base/time.ts';
import { startWorld } from '../support/bot.ts';

const INC = 'C0INCIDENTS';
const MANAGER = 'U0RELMGR';
const ON_CALL = 'U0ONCALL';

type World = Awaited<ReturnType<typeof startWorld>>;

/** When reminders were posted, in minutes since the declaration, and how many stand in the thread. */
async function reminders(world: World): Promise<readonly number[]> {
  const facts = await world.timeline('INC-1');
  const [declared] = facts;
  return facts
    .filter(fact => fact.type === 'incident.update-due' || fact.type === 'incident.update-missed')
    .map(fact => Math.round((fact.at - (declared?.at ?? 0)) / SECOND) / 60);
}

test('[X2] killed and started again, the reminder comes at its minute, once', async () => {
  await using world = await startWorld();
  await world.type(MANAGER, '/incident declare p0 documents cannot be opened', INC);
  await world.pickUp(ON_CALL);
  await world.wind('9m');
  await world.kill();
  await world.restart();
  await world.wind('2m');
  expect(await reminders(world)).toEqual([10]);
  expect(world.thread('INC-1').filter(line => line.includes('update due'))).toHaveLength(1);
});

test('[X2] down over several reminders it says so once, and goes on along the grid', async () => {
  await using world = await startWorld();
  await world.type(MANAGER, '/incident declare p0 documents cannot be opened', INC);
  await world.pickUp(ON_CALL);
  await world.wind('5m');
  await world.kill();
  await world.passWithoutBot('42m');
  await world.restart();
  await world.wind('14m');
  const [first = 0, ...rest] = await reminders(world);
  expect(first * MINUTE).toBeGreaterThan(46 * MINUTE);
  expect(first * MINUTE).toBeLessThan(48 * MINUTE);
  // The point at 50 would follow within five minutes, so it comes later; the next one is on the grid again.
  const [second = 0, third] = rest;
  expect(second - first).toBeCloseTo(5, 0);
  expect(third).toBe(60);
});

test('[B3] an update answers the reminder: it is edited away, and the next one counts from the update', async () => {
  await using world = await startWorld();
  await world.type(MANAGER, '/incident declare p0 documents cannot be opened', INC);
  await world.pickUp(ON_CALL);
  await world.wind('10m');
  await world.press(MANAGER, 'No change');
  expect(world.thread('INC-1').join('\n')).not.toContain('[Snooze…]');
  await world.wind('9m');
  expect(await reminders(world)).toEqual([10]);
});

test('[X2] a missed update is told to the deputy and the channel, then somebody is paged again', async () => {
  await using world = await startWorld();
  await world.type(MANAGER, '/incident declare p0 documents cannot be opened', INC);
  await world.pickUp(ON_CALL);
  await world.wind('31m');
  const run = await world.incident();
  expect(Object.values(run.pages).filter(one => one.key === 'PAGERDUTY_ROUTING_KEY')).toHaveLength(2);
  expect(world.ringing(ON_CALL)).toHaveLength(1);
  expect(run.cadence.missed).toBe(1);
});
