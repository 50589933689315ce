import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { DEVOPS } from '../support/valero.ts';

/** The file changes while the bot is away. */
async function changeOnDisk(world: World, path: string, from: string, to: string): Promise<void> {
  const file = join(world.runbooks, path);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  expect(readFileSync(file, 'utf8')).toContain(to);
  await world.kill();
  await world.restart();
}

/** What the incident calls one of its actions. */
async function planned(world: World, id: string): Promise<string | undefined> {
  const run = await world.engine.run(`incident:${id}`);
  return run?.kind === 'incident' ? run.runbook.actions.find(one => one.id === 'hotfix-later')?.title : undefined;
}

test('[X1] an incident keeps the file it was declared with, and the next one has the new', async () => {
  await using world = await startWorld();
  await world.type(DEVOPS, '/incident declare p3 a label is cut off', 'C0INCIDENTS');
  const hash = async (id: string) => (await world.engine.run(`incident:${id}`))?.runbookHash;
  const before = await hash('INC-1');
  await changeOnDisk(world, 'valero/incident.yml', 'Plan the hotfix', 'Plan the repair');
  expect(await hash('INC-1')).toBe(before);
  expect(await planned(world, 'INC-1')).toBe('Plan the hotfix');

  await world.type(DEVOPS, '/incident declare p3 another label is cut off', 'C0INCIDENTS');
  expect(await hash('INC-2')).not.toBe(before);
  expect(await planned(world, 'INC-2')).toBe('Plan the repair');
});

test('[X1] a drill keeps the file it began with, and the next one has the new', async () => {
  await using world = await startWorld({ products: [join(import.meta.dirname, 'products/drills')] });
  const hash = async (id: string) => (await world.engine.run(`drill:${id}`))?.runbookHash;
  await world.type('U0OPS', '/runbook start restore-test');
  await world.wind('10s');
  const before = await hash('DRILL-1');
  await changeOnDisk(world, 'drills/restore-test.yml', "yesterday's orders", 'the orders of today');
  expect(await hash('DRILL-1')).toBe(before);
  await world.press('U0OPS', 'Confirm', "yesterday's orders");
  await world.fill('U0OPS', 'Answer…', { 'input.rows': '4812' });
  await world.type('U0OPS', '/runbook start restore-test');
  await world.wind('10s');
  expect(await hash('DRILL-2')).not.toBe(before);
});
