import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { DEVOPS, evening, QA, RELEASE_MANAGER } from '../support/valero.ts';

const asked = async (world: World, id: string) => (await world.run(id)).steps['migrated-before'];

test('[V11] what is contracted must have been migrated in a release before, by the same name, and nobody may skip that', async () => {
  await using world = await startWorld();
  await world.type(RELEASE_MANAGER, '/release start minor contract=batch');
  await evening.prepare(world);
  expect(await asked(world, 'REL-1')).toMatchObject({
    status: 'failed',
    says: 'migrated: no completed release had schema = migrate, change = batch',
  });
  expect(world.labels(DEVOPS)).not.toContain('Skip…');
});

test('[V11] the old columns go last, when a person has said that the release stays', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor contract=batch');
  await evening.vote(world);
  await world.windUntil('20m', async () => (await world.run()).steps['rollout.checkpoint']?.status === 'waiting');
  await evening.overview(world);
  await evening.postChecks(world);
  expect((await world.run()).steps['stays']?.status).toBe('waiting');
  expect(world.commands()).not.toContain('npm run migrate:contract');
  await world.press(RELEASE_MANAGER, 'Confirm', 'The release stays');
  await world.windUntil('2m', async () => (await world.run()).status === 'completed');
  expect(world.commands().at(-1)).toBe('npm run migrate:contract');
  const run = await world.run();
  expect([run.steps['healthy-after']?.status, run.noReturn]).toEqual(['done', true]);
  expect(run.published.at(-1)?.name).toBe('audit.release.logged');
});

test('[V11] a minor release that contracts nothing is not asked, and one that breaks something cannot be started', async () => {
  await using world = await startWorld();
  await world.type(RELEASE_MANAGER, '/release start minor schema=migrate change=batch');
  await evening.prepare(world);
  expect((await world.run()).steps['migrated-before']?.status).toBe('skipped');
  expect((await world.run()).steps['before']?.status).toBe('waiting');
  expect((await world.type(QA, '/release plan minor schema=breaking change=batch')).text).toContain('breaking');
});

test('[V11] a change is contracted once a completed release has migrated it, and not by one that was given up', async () => {
  await using world = await startWorld({ products: [join(import.meta.dirname, 'products/columns')] });
  const contract = async (id: string) => {
    await world.type(RELEASE_MANAGER, '/release start change contract=batch');
    return (await asked(world, id))?.status;
  };
  await world.type(RELEASE_MANAGER, '/release start change schema=migrate change=batch');
  expect(await contract('REL-2')).toBe('failed');
  await world.fill(RELEASE_MANAGER, 'Abort…', { reason: 'not today' }, 'REL-1');
  expect(await contract('REL-3')).toBe('failed');
  await world.type(RELEASE_MANAGER, '/release start change schema=migrate change=other');
  await world.press(RELEASE_MANAGER, 'Confirm', 'REL-4');
  expect(await contract('REL-5')).toBe('failed');
  await world.type(RELEASE_MANAGER, '/release start change schema=migrate change=batch');
  await world.press(RELEASE_MANAGER, 'Confirm', 'REL-6');
  expect(await contract('REL-7')).toBe('done');
});
