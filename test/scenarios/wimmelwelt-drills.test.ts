import { expect, test } from 'vitest';
import { assert } from '#src/base/assert.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { startWorld, WIMMELWELT, type World } from '../support/bot.ts';

const CAPTAIN = 'U0WCAPTAIN';
const ON_CALL = 'U0WONCALL';
const CHANNEL = 'C0WIMMELPROD';

async function drill(world: World, id = 'DRILL-1'): Promise<DrillRun> {
  const run = await world.engine.run(`drill:${id}`);
  assert(run?.kind === 'drill', `there is a drill ${id}`);
  return run;
}

const staging = (world: World) => world.demo.wimmelwelt.state().sites.staging;

test('[W12] a database failover: readiness before and after, what was lost, and how long it took though the bot was away', async () => {
  await using world = await startWorld({ products: [WIMMELWELT], beatMs: 300 });
  void world.type(ON_CALL, '/runbook start db-failover', CHANNEL);
  await world.until(() => world.commands().length === 1);
  await world.kill();
  await world.until(() => world.demo.journal().every(one => one.ended !== null));
  await world.passWithoutBot('90s');
  await world.restart();
  await world.windUntil('10m', async () => (await drill(world)).steps['figures']?.status === 'done');
  expect(world.commands()).toEqual(['wimmel failover staging']);
  await world.fill(ON_CALL, 'Answer…', { 'input.lost-writes': '3' });
  await world.wind('5s');
  const run = await drill(world);
  expect(run.status).toBe('passed');
  expect(run.result?.records).toMatchObject([
    { name: 'recovery-time', value: expect.stringMatching(/^1 min \d+ s$/) },
    { name: 'lost-writes', value: '3' },
  ]);
  expect((await world.type(CAPTAIN, '/runbook list', CHANNEL)).text).toMatch(
    /`db-failover`.* passed .* ago \(DRILL-1\)$/m,
  );
});

test('[W12] storage recovery: S3 is blocked on staging, the fallback is looked at, and it is freed again', async () => {
  await using world = await startWorld({ products: [WIMMELWELT] });
  await world.type(ON_CALL, '/runbook start storage-recovery', CHANNEL);
  await world.windUntil('5m', async () => (await drill(world)).steps['fallback']?.status === 'waiting');
  expect(staging(world).storageBlocked).toBe(true);
  await world.press(ON_CALL, 'Confirm', 'Pictures come from local storage');
  await world.windUntil('5m', async () => (await drill(world)).steps['caught-up']?.status === 'waiting');
  expect(staging(world).storageBlocked).toBe(false);
  await world.press(ON_CALL, 'Confirm', 'What was written meanwhile');
  await world.fill(ON_CALL, 'Answer…', { 'input.minutes': '4' });
  await world.wind('5s');
  const run = await drill(world);
  expect(run.result).toMatchObject({ passed: true, records: [{ name: 'minutes', value: '4' }] });
  expect((await world.type(CAPTAIN, '/runbook list', CHANNEL)).text).toMatch(/`storage-recovery`.* passed .* ago/);
});

test('[W12] a storage drill that is given up in the middle frees S3, and did not pass', async () => {
  await using world = await startWorld({ products: [WIMMELWELT] });
  await world.type(ON_CALL, '/runbook start storage-recovery', CHANNEL);
  await world.windUntil('5m', async () => (await drill(world)).steps['fallback']?.status === 'waiting');
  await world.fill(ON_CALL, 'Abort…', { reason: 'Pictures are missing' }, 'DRILL-1');
  await world.wind('10s');
  expect((await drill(world)).result?.passed).toBe(false);
  expect(staging(world).storageBlocked).toBe(false);
  expect((await world.type(CAPTAIN, '/runbook list', CHANNEL)).text).toMatch(/`storage-recovery`.* failed .* ago/);
});

test('[W12] the morning begins with the restore test and the failover nobody has done; one on demand is never overdue', async () => {
  await using world = await startWorld({ products: [WIMMELWELT], start: Date.parse('2026-11-24T08:59:00+01:00') });
  await world.wind('2m');
  const said = world.slack.workspace.messages.in(CHANNEL).map(world.read).join('\n');
  expect(said).toContain('2 drills of Wimmelwelt are overdue');
  expect(said).toContain('*Restore test* (every week) · On-call <@U0WONCALL>');
  expect(said).toContain('Start it with `/runbook start db-failover wimmelwelt`');
  expect(said).not.toContain('storage-recovery');
});
