import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { AUDITOR, DEVOPS, PRODUCT_OWNER, QA, RELEASE_MANAGER } from '../support/valero.ts';

const link = { link: 'https://wiki.valero.example/l3' };
const file = (world: World, name: string) => join(world.repository.path, name);
/** What the new system knows. */
const customers = (world: World): readonly { tenant: string }[] =>
  existsSync(file(world, 'var/customers.json'))
    ? JSON.parse(readFileSync(file(world, 'var/customers.json'), 'utf8'))
    : [];

async function toImport(world: World): Promise<void> {
  await world.type(RELEASE_MANAGER, '/release start migration source=csv');
  await world.fill(DEVOPS, 'Attach migration-plan…', link);
  await world.press(RELEASE_MANAGER, 'Confirm', 'The import files are complete');
  await world.press(QA, 'Holds', 'Ten records compared');
  await world.press(PRODUCT_OWNER, 'Holds', 'What was left out');
  await world.press(QA, 'Confirm', 'The trial is complete');
  await world.press(DEVOPS, 'Holds', 'The way back is ready');
  await world.press(RELEASE_MANAGER, 'Holds', 'told a day ahead');
  await world.press(RELEASE_MANAGER, 'Go');
  await world.press(PRODUCT_OWNER, 'Go');
}

test('[V1] a migration maps, tries, imports step by step beside the old system, and keeps files, log and error list', async () => {
  await using world = await startWorld();
  await toImport(world);
  const kept = JSON.stringify(await world.timeline());
  expect(kept).toMatch(/customers\.csv: 13 records, sha256 [0-9a-f]{64}/);
  expect(kept).toContain('left out, without a number: Ohne Nummer');

  await world.windUntil('10m', async () => (await world.run()).waves[0]?.shiftedAt != null);
  expect(new Set(customers(world).map(one => one.tenant))).toEqual(new Set(['pilot-1']));
  await world.windUntil('160m', async () => (await world.run()).steps['rollout.checkpoint']?.status === 'waiting');
  expect(customers(world)).toHaveLength(12);
  expect((await world.run()).waves.map(wave => wave.weight)).toEqual([10, 50, 100]);

  await world.press(DEVOPS, 'Holds', 'The health checks are green');
  await world.press(DEVOPS, 'Holds', 'Monitoring is on');
  await world.press(DEVOPS, 'Holds', 'The logs were watched');
  await world.press(DEVOPS, 'Confirm', 'All data are over');
  await world.windUntil('40m', async () => (await world.run()).steps['smoke']?.status === 'waiting');
  await world.press(DEVOPS, 'Holds', 'The logs of this half hour');
  await world.press(QA, 'Holds', 'A customer of each pilot');
  await world.press(QA, 'Holds', 'Document: written for an imported customer');
  await world.press(QA, 'Holds', 'Contract: written for an imported customer');
  await world.fill(DEVOPS, 'Attach import-archive…', link);
  await world.fill(PRODUCT_OWNER, 'Answer…', { 'input.dual-run-until': '2027-01-31' });
  await world.fill(RELEASE_MANAGER, 'Attach lessons-learned…', link);
  await world.press(AUDITOR, 'Holds', 'on record as completed');
  await world.press(QA, 'Confirm', 'The migration is a success');
  const run = await world.run();
  expect(run.status).toBe('completed');
  expect(run.verdict?.verdict).toBe('success');
  expect(run.verdict?.lines.map(line => [line.says, line.outcome])).toEqual([
    ['All imports are complete and plausible', 'met'],
    ['Error rate no higher than before and p95 at most 10 % higher', 'met'],
    ['No rollback was triggered', 'met'],
    ['The integrity check passed', 'met'],
    ['The audit log is complete', 'met'],
  ]);
  expect(run.reports.map(one => one.name).join()).toContain('audit.json');
}, 240_000);

test('[V2] without a fresh backup a migration does not begin, and says how old the last one is', async () => {
  await using world = await startWorld();
  world.demo.setFault('backup-old', true);
  await world.type(RELEASE_MANAGER, '/release start migration source=csv');
  expect(world.card()).toMatch(/needs backup-age &lt; 24h \(3 d.* old\)/);
  expect(world.commands()).toEqual([]);
  await world.press(RELEASE_MANAGER, 'Resume');
  expect(world.commands()).toEqual([]);
  world.demo.setFault('backup-old', false);
  await world.press(RELEASE_MANAGER, 'Resume');
  expect((await world.run()).steps['plan']?.status).toBe('waiting');
});

test('[V2] [V8] the way back of a migration restores the backup made just before it', async () => {
  await using world = await startWorld();
  writeFileSync(join(world.repository.path, 'README.md'), 'before');
  await toImport(world);
  await world.windUntil('60m', async () => (await world.run()).waves[1]?.shiftedAt != null);
  expect(customers(world).length).toBeGreaterThan(2);
  await world.fill(DEVOPS, 'Roll back…', { reason: 'Balances differ' });
  expect(world.commands().at(-1)).toBe('npm run backup:restore -- backup-1.json');
  expect(customers(world)).toEqual([]);
  await world.press(RELEASE_MANAGER, 'Holds', 'The reason is written down');
  await world.press(QA, 'Holds', 'What was entered since');
  await world.press(RELEASE_MANAGER, 'Holds', 'The incident report exists');
  await world.press(AUDITOR, 'Holds', 'the rollback is on record');
  await world.press(RELEASE_MANAGER, 'Holds', 'The post-mortem is planned');
  await world.press(DEVOPS, 'Confirm', 'The old state is back');
  expect((await world.run()).status).toBe('rolled-back');
}, 240_000);
