import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { DEVOPS, evening, RELEASE_MANAGER } from '../support/valero.ts';

const INCIDENTS = 'C0INCIDENTS';

/** A minor release that reached its first users and was taken back. */
async function takenBack(world: World): Promise<void> {
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await world.windUntil('60m', async () => (await world.run()).waves[0]?.soakUntil != null);
  await world.fill(DEVOPS, 'Roll back…', { reason: 'PDFs have no pages' });
  await evening.rolledBack(world);
  await world.settle();
}

test('[V8] after a rollback nothing starts until who answers for it unlocks with a reason; a killed bot forgets nothing of it', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await takenBack(world);
  expect(world.card()).toMatch(/Locked.*until Release manager <@U0RELMGR> unlocks it/);
  expect(world.labels(RELEASE_MANAGER)).toEqual(expect.arrayContaining(['Unlock…', 'Declare incident…']));
  await world.kill();
  await world.restart();

  const refused = await world.type(RELEASE_MANAGER, '/release start minor');
  expect(refused.text).toContain('VALERO NeuroERP is locked: REL-1 was rolled back. Until Release manager unlocks it');
  expect(refused.text).toContain('[Unlock…]');
  expect((await world.ask(DEVOPS, 'Unlock…')).text).toMatch(/is for Release manager/);
  expect((await world.run()).unlocked).toBeNull();

  await world.fill(RELEASE_MANAGER, 'Unlock…', { reason: 'The template is fixed, see PR 7' });
  expect(world.card()).toMatch(/Unlocked.*by <@U0RELMGR>: The template is fixed, see PR 7/);
  expect(world.card()).not.toContain('[Unlock…]');
  await world.type(RELEASE_MANAGER, '/release start minor');
  const second = await world.run('REL-2');
  expect(second).toMatchObject({ status: 'running', passesLock: null });
  expect(world.thread('REL-2').join('\n')).toMatch(/Last rollback: REL-1, .*done after/);
});

/** REL-1 is taken back in its first wave, while REL-2 has its go already and waits at the lock. */
async function nextWaits(world: World): Promise<void> {
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await world.windUntil('60m', async () => (await world.run()).waves[0]?.soakUntil != null);
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await world.type(DEVOPS, '/release rollback REL-1');
  await world.submit(DEVOPS, { reason: 'PDFs have no pages' });
  await evening.rolledBack(world);
  await world.wind('2m');
  expect(world.card('REL-2')).toContain('REL-1, which was rolled back and locks production');
}

test('a release that was on its way already waits before production, and goes on when it is unlocked', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await nextWaits(world);
  expect((await world.run('REL-2')).touchedAt).toBeNull();
  await world.type(RELEASE_MANAGER, '/release unlock REL-1 The template was wrong in 1.3.0 only');
  await world.wind('1m');
  expect((await world.run('REL-2')).phases['rollout']?.status).toBe('running');
});

test('[X5] an open incident may release its repair all the same, and everybody sees that it passes the lock', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await takenBack(world);
  await world.fill(DEVOPS, 'Declare incident…', { 'gonogo:incident.declare-severity': 'P1' });
  await world.press(RELEASE_MANAGER, 'Start a hotfix…', 'INC-1');
  expect(await world.submit(RELEASE_MANAGER)).toBe('');
  expect(await world.run('REL-2')).toMatchObject({ incident: 'INC-1', passesLock: 'REL-1' });
  expect(world.card('REL-2')).toContain('REL-1 was rolled back and locks production. This release is for INC-1');
  expect((await world.type(RELEASE_MANAGER, '/release start minor', INCIDENTS)).text).toContain('is locked');
});

test('[X5] a repair does not wait behind a release that waits for the product to be unlocked', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await nextWaits(world);

  await world.type(DEVOPS, '/incident declare p1 totals are wrong', INCIDENTS);
  await world.press(RELEASE_MANAGER, 'Start a hotfix…', 'INC-1');
  expect(await world.submit(RELEASE_MANAGER)).toBe('');
  await world.press(RELEASE_MANAGER, 'Go', 'REL-3');
  await world.windUntil('5m', async () => (await world.run('REL-3')).touchedAt !== null);
  expect(await world.run('REL-3')).toMatchObject({ touchedAt: expect.any(Number), production: { taken: true } });
  expect((await world.run('REL-2')).production).toBeNull();
});
