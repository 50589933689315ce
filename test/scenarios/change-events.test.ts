import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { evening, RELEASE_MANAGER } from '../support/valero.ts';

const CHANGES = '/v2/change/enqueue';

const told = (world: World) => world.pagerDuty.recentChanges.map(one => one.summary);
const production = (world: World) => world.windUntil('7m', async () => (await world.run()).production?.taken === true);

async function started(): Promise<World> {
  const world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  return world;
}

test('whoever is on call sees beside an alert that a release entered production and was taken back, and is not woken', async () => {
  await using world = await started();
  expect(told(world)).toEqual([]);
  await evening.vote(world);
  await world.windUntil('7m', async () => (await world.run()).waves[0]?.soakUntil != null);
  const { title } = await world.run();
  expect(told(world)).toEqual([`${title} enters production (REL-1)`]);
  await world.fill(RELEASE_MANAGER, 'Roll back…', { reason: 'Too many errors' });
  await evening.rolledBack(world);
  await world.wind('1m');
  expect(told(world)).toEqual([
    `${title} enters production (REL-1)`,
    `${title} is being taken back (REL-1)`,
    `${title} was taken back (REL-1)`,
  ]);
  expect(world.pagerDuty.recentChanges[1]?.custom_details).toMatchObject({
    release: 'REL-1',
    version: '1.3.0',
    strategy: 'canary',
    reason: 'Too many errors',
  });
  expect(world.pagerDuty.incidents()).toEqual([]);
});

test('a change event whose answer was lost is said to be unknown and not told twice', async () => {
  await using world = await started();
  world.pagerDuty.faults.add({ place: CHANGES, kind: 'reply-lost', times: 1 });
  await evening.vote(world);
  await production(world);
  await world.wind('3m');
  expect(told(world)).toHaveLength(1);
  const thread = world.thread().join('\n');
  expect(thread).toContain('It is not known whether this was done (pager.change)');
  expect(thread).toContain('enters production (REL-1)');
  expect(thread).toContain('Nobody can look, and it is not repeated');
});

test('nor is one told twice that was on its way when the bot was killed', async () => {
  await using world = await started();
  world.pagerDuty.faults.add({ place: CHANGES, kind: 'hang', effect: true, times: 1 });
  const voting = evening.vote(world).catch(() => 'nobody is there to hear it any more');
  await world.until(() => told(world).length === 1);
  await world.kill();
  void voting;
  await world.restart();
  await world.wind('3m');
  expect(told(world)).toHaveLength(1);
  expect(world.thread().join('\n')).toContain('the bot stopped before an answer came');
});

test('a change event that cannot be sent is told when PagerDuty is back, with the time it happened', async () => {
  await using world = await started();
  world.pagerDuty.faults.add({ place: CHANGES, kind: 'rate-limit', retryAfter: 120, times: 1 });
  await evening.vote(world);
  await production(world);
  const [taken] = (await world.timeline()).filter(fact => fact.type === 'production.taken');
  await world.wind('3m');
  expect(world.pagerDuty.recentChanges).toMatchObject([{ timestamp: new Date(taken?.at ?? 0).toISOString() }]);
});
