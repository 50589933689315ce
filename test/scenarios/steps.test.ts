import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';
import { AUDITOR, DEVOPS, evening, ON_CALL, PRODUCT_OWNER, QA, RELEASE_MANAGER } from '../support/valero.ts';

test('[V3] red tests stop the preparation: they may be retried and never skipped, and nothing is tagged', async () => {
  await using world = await startWorld();
  const broken = join(world.repository.path, 'test/unit/total.test.js');
  appendFileSync(broken, "\ntest('broken on purpose', () => { throw new Error('rounding is off by one'); });\n");
  await world.type(RELEASE_MANAGER, '/release start minor');

  expect((await world.run()).steps['unit']?.status).toBe('failed');
  const asked = world.thread().findLast(text => text.includes('Unit tests')) ?? '';
  expect(asked).toContain('ended with 1');
  expect(asked).toContain('rounding is off by one');
  expect(asked).toContain('a release with red tests is no release');
  expect(world.labels(DEVOPS)).not.toContain('Skip…');
  expect(world.commands()).not.toContain('npm run test:integration');

  const mended = readFileSync(broken, 'utf8').replace(/\ntest\('broken on purpose.*\n/, '\n');
  writeFileSync(broken, mended);
  await world.press(DEVOPS, 'Retry', 'Unit tests');
  expect((await world.run()).steps['unit']).toMatchObject({ status: 'done', attempt: 2 });
  expect((await world.run()).steps['plan']?.status).toBe('waiting');
});

test('[V4] an unhealthy service stops the pre-checks with the address that failed', async () => {
  await using world = await startWorld();
  await world.type(RELEASE_MANAGER, '/release start minor');
  world.demo.setFault('health-fails', true);
  await evening.prepare(world);

  const { status, says } = (await world.run()).steps['healthy'] ?? {};
  expect(status).toBe('failed');
  expect(says).toContain(`${world.demo.urls.document}/health`);
  expect(world.commands()).not.toContain('npm run migrate:gen -- --dry-run');

  world.demo.setFault('health-fails', false);
  await world.press(QA, 'Retry', 'The services are healthy');
  expect((await world.run()).steps['before']?.status).toBe('waiting');
});

test('[V4] an API that lost an address is found before anybody is asked for a go', async () => {
  await using world = await startWorld();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: world.repository.path });
  writeFileSync(join(world.repository.path, 'api/openapi.yaml'), 'openapi: 3.1.0\npaths:\n  /health: {}\n');
  git('commit', '--quiet', '--all', '--message', 'feat: fewer addresses');
  git('push', '--quiet', 'origin', 'main');
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.prepare(world);

  expect((await world.run()).steps['api']?.status).toBe('failed');
  expect(world.thread().join('\n')).toContain('/documents');
  expect((await world.run()).steps['go']).toBeUndefined();
});

test('[V9] only who the product names may start, and each step asks its own role', async () => {
  await using world = await startWorld();
  for (const user of [DEVOPS, QA, AUDITOR, ON_CALL]) {
    const { text } = await world.type(user, '/release start minor');
    expect(text).toContain('is for Release manager or Product owner');
  }
  const denied = (await world.store.readStream('system')).filter(row => row.type === 'access.denied');
  expect(denied.map(row => row.line.includes('"what":"start"'))).toEqual([true, true, true, true]);
  await world.type(PRODUCT_OWNER, '/release start minor');
  expect((await world.run()).initiator).toBe(PRODUCT_OWNER);

  expect((await world.ask(QA, 'Attach rollback-plan…')).text).toContain('is for DevOps');
  await world.fill(DEVOPS, 'Attach rollback-plan…', { link: 'https://wiki.valero.example/x' });
  await evening.writeNotes(world);
  expect((await world.ask(QA, 'Confirm', 'All tests are green')).text).toContain('is for Release manager or DevOps');
});

test('[B1] aborting ends a release where it stands, with a reason, and starts nothing more', async () => {
  await using world = await startWorld();
  await world.type(RELEASE_MANAGER, '/release start minor');
  const before = world.commands().length;
  const told = await world.ask(QA, 'Abort…');
  expect(told.modal).toBeUndefined();
  expect(told.text).toContain('is for DevOps or Release manager');

  await world.fill(RELEASE_MANAGER, 'Abort…', { reason: 'The customer asked for next week' });
  const run = await world.run();
  expect(run.status).toBe('aborted');
  expect(world.card()).toContain('The customer asked for next week');
  expect(world.commands()).toHaveLength(before);
  expect(world.labels(RELEASE_MANAGER)).not.toContain('Attach rollback-plan…');
});
