import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { DEVOPS, evening, ON_CALL, RELEASE_MANAGER } from '../support/valero.ts';

const INC = 'C0INCIDENTS';

/** A release that everybody has and that is only watched any more, and the hotfix of an incident that goes out after it. */
async function overtaken(world: World): Promise<void> {
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await evening.rollout(world, '15m');
  await hotfix(world);
  expect((await world.run('REL-2')).phases['rollout']?.status ?? 'pending').toBe('pending');
  await evening.overview(world);
  await world.wind('30s');
}

async function hotfix(world: World): Promise<void> {
  await world.type(ON_CALL, '/incident declare p1 totals are wrong', INC);
  await world.ask(ON_CALL, 'Start a hotfix…');
  expect(await world.submit(ON_CALL, {})).toBe('');
  await world.press(RELEASE_MANAGER, 'Go', 'REL-2');
  await world.wind('20s');
}

test('[X5] the hotfix of an incident does not wait for a release that is only watched, and that one takes nothing back by itself any more', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await overtaken(world);
  expect((await world.run()).overtakenBy).toBe('REL-2');
  expect(world.thread('REL-1').join('\n')).toContain('REL-2 repairs an incident and goes to production now');
  // What production has is REL-1, whose migrations stay: a way back of REL-2 must not name the version before both.
  expect((await world.run('REL-2')).previousVersion).toBe((await world.run()).version);
  await world.windUntil('10m', async () => (await world.run('REL-2')).waves[0]?.shiftedAt != null);

  const before = world.commands().length;
  world.demo.setFault('canary-errors', true);
  await world.windUntil('15m', async () => (await world.run()).status === 'paused');
  expect((await world.run()).rollback).toBeNull();
  expect(world.card('REL-1')).toContain('REL-2 went to production after it, so nothing rolls back by itself');
  expect(
    world
      .commands()
      .slice(before)
      .filter(one => /undo|weight/.test(one)),
  ).toEqual([]);
  const refused = await world.ask(DEVOPS, 'Roll back…', 'REL-1');
  expect(refused.text).toContain('REL-2 went to production after REL-1; take that back first');

  // What came after it is taken back: now a person may take this one back too.
  await world.fill(DEVOPS, 'Roll back…', { reason: 'It made it worse' }, 'REL-2');
  await world.windUntil(
    '5m',
    async () => (await world.run('REL-2')).steps['rollback.checkpoint']?.status === 'waiting',
  );
  await evening.rolledBack(world);
  expect((await world.run('REL-2')).status).toBe('rolled-back');
  expect((await world.ask(DEVOPS, 'Roll back…', 'REL-1')).modal).toBeDefined();
}, 180_000);

test('[X5] who opened the form to take it back before the hotfix went out is refused when it is sent, and the hotfix stays', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await evening.rollout(world, '15m');
  expect((await world.ask(DEVOPS, 'Roll back…', 'REL-1')).modal).toBeDefined();
  await hotfix(world);
  await evening.overview(world);
  await world.wind('30s');
  expect((await world.run()).overtakenBy).toBe('REL-2');
  const before = world.commands().length;

  const refused = await world.submit(DEVOPS, { reason: 'It made it worse' });
  expect(refused).toContain('REL-2 went to production after REL-1; take that back first');
  expect((await world.run()).rollback).toBeNull();
  expect(world.commands().slice(before)).not.toContainEqual(expect.stringMatching(/undo/));
}, 180_000);

test('a release that nothing repairs waits until the one before it is watched to its end, or somebody ends its watch', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await evening.rollout(world, '15m');
  await evening.overview(world);
  await world.type(RELEASE_MANAGER, '/release start patch');
  await world.press(RELEASE_MANAGER, 'Go', 'REL-2');
  await world.wind('2m');
  expect(await world.run()).toMatchObject({ overtakenBy: null, status: 'running' });
  expect((await world.run('REL-2')).phases['rollout']?.status).toBe('pending');
  expect(world.card('REL-2')).toContain('Waiting for: REL-1');
  world.demo.setFault('canary-errors', true);
  await world.windUntil('15m', async () => (await world.run()).rollback !== null);
}, 180_000);
