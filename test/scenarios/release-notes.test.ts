import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';
import { DEVOPS, evening, PRODUCT_OWNER, QA, RELEASE_MANAGER } from '../support/valero.ts';

test('[V3] [R1] the changelog is drafted from the commits, finished in a form, and edited again voids what was approved', async () => {
  await using world = await startWorld();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: world.repository.path, encoding: 'utf8' }).trim();
  await world.type(RELEASE_MANAGER, '/release start minor');
  await world.fill(DEVOPS, 'Attach rollback-plan…', { link: 'https://wiki.valero.example/rollback' });
  const drafted = world.thread().find(text => text.includes('Still to be written')) ?? '';
  expect(drafted).toContain('umlauts in PDF file names');
  expect(drafted).toContain('Still to be written: *Rollback*');
  expect(drafted).toContain('Version 1, drafted from the commits');
  // Nothing is tagged or told before the notes are whole.
  expect(git('tag', '--list', 'v1.3.0')).toBe('');

  expect((await world.ask(QA, 'Edit the notes…')).text).toContain('is for Release manager');
  const form = await world.ask(RELEASE_MANAGER, 'Edit the notes…');
  // Slack writes "optional" beside it, because another may write it later.
  expect(JSON.stringify(form.modal)).toContain('the release waits until it is written');
  await world.kill();
  await world.restart();
  await world.fill(RELEASE_MANAGER, 'Edit the notes…', { 'notes.3': 'Image 1.2.x and the down-migration. <!channel>' });
  const run = await world.run();
  expect(run.notes).toMatchObject({ number: 2, by: RELEASE_MANAGER });
  expect(git('cat-file', '-t', 'v1.3.0')).toBe('tag');
  expect(world.thread().join('\n')).not.toContain('<!channel>');

  await world.press(RELEASE_MANAGER, 'Confirm', 'All tests are green');
  await evening.preChecks(world);
  await world.press(PRODUCT_OWNER, 'Go');
  expect(world.card()).toContain(`release notes \`${run.notes?.hash?.slice(0, 8)}\``);
  await world.fill(RELEASE_MANAGER, 'Edit the notes…', { 'notes.3': 'Restore the backup of the night.' });
  expect(world.thread().join('\n')).toContain('the release notes were edited (version 3: Rollback)');
  expect((await world.run()).steps['go']?.gate?.votes).toEqual([]);

  await world.press(RELEASE_MANAGER, 'Confirm', 'All tests are green');
  await evening.vote(world);
  expect((await world.run()).steps['go']?.status).toBe('done');
  // It is on its way to production: there is nothing to edit any more.
  expect(world.labels(RELEASE_MANAGER)).not.toContain('Edit the notes…');
});
