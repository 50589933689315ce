import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '#src/base/assert.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { verifyChain } from '#src/engine/codec.ts';
import { startWorld, type World } from '../support/bot.ts';

const DRILLS = join(import.meta.dirname, 'products/drills');
const DEVOPS = 'U0OPS';
const CAPTAIN = 'U0RELMGR';
const RESTORE = 'kubectl set weight canary-service 0';

async function drill(world: World, id = 'DRILL-1'): Promise<DrillRun> {
  const run = await world.engine.run(`drill:${id}`);
  assert(run?.kind === 'drill', `there is a drill ${id}`);
  return run;
}

async function restoreTest(world: World, rows = '4812'): Promise<void> {
  await world.type(DEVOPS, '/runbook start restore-test');
  await world.wind('10s');
  await world.press(DEVOPS, 'Confirm');
  await world.fill(DEVOPS, 'Answer…', { 'input.rows': rows });
  await world.wind('5s');
}

test('[W12] [X1] a restore test is started, done and noted from Slack by the engine of releases; its result is kept', async () => {
  await using world = await startWorld({ products: [DRILLS] });

  const refused = await world.type(CAPTAIN, '/runbook start restore-test');
  expect(refused.text).toContain('is for DevOps');
  // Mistyped, it would be done to the product of this channel.
  const mistyped = await world.type(DEVOPS, '/runbook start restore-test drilsl');
  expect(mistyped.text).toContain('"drilsl" is too much: only its product follows; did you mean "drills"?');
  const { text } = await world.type(DEVOPS, '/runbook start restore-test');
  expect(text).toContain('DRILL-1 has started: Drills: Restore test');
  await world.wind('10s');
  expect(world.commands()).toEqual([RESTORE]);
  expect(world.card('DRILL-1')).toContain('Waiting for: DevOps <@U0OPS>');

  await world.press(DEVOPS, 'Confirm');
  await world.fill(DEVOPS, 'Answer…', { 'input.rows': '4812' });
  await world.wind('5s');

  const run = await drill(world);
  expect(run.status).toBe('passed');
  expect(run.result?.records.map(({ name, value }) => [name, value])).toEqual([
    ['rows', '4812'],
    ['recovery-time', expect.stringMatching(/\d/)],
  ]);
  expect(world.card('DRILL-1')).toContain('How many rows were restored? *4812*');
  expect(world.thread('DRILL-1').join('\n')).toContain('*Passed*');
  expect(verifyChain(await world.store.readStream('drill:DRILL-1'))).toBeNull();

  await world.wind('8h');
  expect((await world.type(CAPTAIN, '/runbook list')).text).toContain('passed 8 h ago (DRILL-1)');
});

test('[W12] the latest result counts at go/no-go: an older pass does not cover a newer failure, and overdue drills stand there too', async () => {
  await using world = await startWorld({ products: [DRILLS] });
  await world.type(CAPTAIN, '/release start patch');
  await world.wind('5s');
  expect(world.card()).toContain('drill.restore-test.age &lt; 30d does not hold: it was never done');
  expect(world.card()).toContain('Overdue drill: Failover (every quarter): never done');
  await world.press(CAPTAIN, 'Go');
  expect((await world.run()).status).toBe('running');

  await restoreTest(world);
  await world.type(DEVOPS, '/runbook start restore-test');
  await world.wind('10s');
  await world.fill(DEVOPS, 'Abort…', { reason: 'Half of the rows are missing' }, 'DRILL-2');
  expect((await drill(world, 'DRILL-2')).result).toMatchObject({ passed: false });
  await world.press(CAPTAIN, 'Go');
  await world.wind('5s');
  expect(world.card()).toMatch(/drill\.restore-test\.age &lt; 30d does not hold: failed .* ago \(DRILL-2\)/);

  await restoreTest(world);
  await world.press(CAPTAIN, 'Look again');
  await world.wind('5s');
  await world.press(CAPTAIN, 'Go');
  await world.wind('5s');
  expect((await world.run()).status).toBe('completed');
});

test('[W12] a step that fails holds a drill back and asks whoever does it; what is skipped does not pass', async () => {
  await using world = await startWorld({ products: [DRILLS] });
  await world.type(DEVOPS, '/runbook start failover');
  await world.wind('10s');
  expect(world.card('DRILL-1')).toContain('Stands still');
  expect(world.direct(DEVOPS).join('\n')).toContain('stands still: “Switch to the standby”');

  await world.press(DEVOPS, 'Retry');
  expect((await drill(world)).steps['switch']).toMatchObject({ status: 'failed', attempt: 2 });
  await world.fill(DEVOPS, 'Skip…', { reason: 'Done by hand' });
  await world.press(DEVOPS, 'Confirm');
  await world.wind('5s');

  const run = await drill(world);
  expect(run.status).toBe('failed');
  expect(run.result?.reasons).toEqual(['"Switch to the standby" was skipped: Done by hand']);
  // The step's cleanup runs however its phase ends.
  expect(world.commands().filter(one => one === RESTORE)).toHaveLength(1);
  expect(world.card('DRILL-1')).toContain('Not passed');
});

test('[W12] killed while the restore runs, a drill finds the command’s end and does not start it again', async () => {
  await using world = await startWorld({ products: [DRILLS], beatMs: 150 });
  await world.type(DEVOPS, '/runbook start restore-test');
  const winding = world.wind('20s');
  await world.until(() => world.commands().length === 1);
  await world.kill();
  void winding;
  await world.until(() => world.demo.journal().every(one => one.ended !== null));
  await world.restart();
  await world.wind('20s');

  expect(world.commands()).toEqual([RESTORE]);
  expect((await drill(world)).steps['looked']).toMatchObject({ status: 'waiting' });
});
