import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANNEL, startWorld, type World } from '../support/bot.ts';

const DRILLS = join(import.meta.dirname, 'products/drills');
const DEVOPS = 'U0OPS';
const TUESDAY = Date.parse('2026-11-24T08:00:00+01:00');

/** What the channel was told of overdue drills, oldest first. */
function reminders(world: World): readonly string[] {
  return world.slack.workspace.messages
    .in(CHANNEL)
    .map(world.read)
    .filter(text => text.includes('overdue'));
}

async function restoreTest(world: World): Promise<void> {
  await world.type(DEVOPS, '/runbook start restore-test');
  await world.wind('10s');
  await world.press(DEVOPS, 'Confirm');
  await world.fill(DEVOPS, 'Answer…', { 'input.rows': '4812' });
  await world.wind('5s');
}

test('[W12] each working day begins with the drills that are overdue: whose they are, how they stand, how to begin', async () => {
  await using world = await startWorld({ products: [DRILLS], start: TUESDAY });
  await world.wind('59m');
  expect(reminders(world)).toEqual([]);
  await world.wind('2m');
  const [first = ''] = reminders(world);
  expect(first).toContain('2 drills of Drills are overdue');
  expect(first).toContain('*Restore test* (every week) · DevOps <@U0OPS>\nNever done.');
  expect(first).toContain('Start it with `/runbook start restore-test drills`');
  expect(first).toContain('*Failover* (every quarter)');

  await restoreTest(world);
  await world.wind('24h');
  expect(reminders(world)).toHaveLength(2);
  expect(reminders(world)[1]).toContain('A drill of Drills is overdue');
  expect(reminders(world)[1]).not.toContain('Restore test');

  // A week later it is due again; the days between held one reminder each, and the weekend none.
  await world.wind('6d');
  expect(reminders(world)).toHaveLength(6);
  await world.wind('24h');
  expect(reminders(world)[6]).toMatch(/\*Restore test\*.*\nOverdue since .*: passed 7 d .* ago \(DRILL-1\)\./);
});

test('[W12] what is begun, done or given up since is drawn into the reminder', async () => {
  await using world = await startWorld({ products: [DRILLS], start: TUESDAY });
  await world.wind('61m');
  await world.type(DEVOPS, '/runbook start restore-test');
  await world.wind('10s');
  expect(reminders(world)[0]).toContain('DRILL-1 is on its way.');
  expect(reminders(world)[0]).not.toContain('/runbook start restore-test');
  await world.press(DEVOPS, 'Confirm');
  await world.fill(DEVOPS, 'Answer…', { 'input.rows': '4812' });
  await world.wind('10s');
  expect(reminders(world)).toHaveLength(1);
  expect(reminders(world)[0]).toContain('A drill of Drills is overdue');
  expect(reminders(world)[0]).toContain('✔ *Restore test* passed since (DRILL-1).');
  expect(reminders(world)[0]).toContain('Start it with `/runbook start failover drills`');

  await world.type(DEVOPS, '/runbook start failover');
  await world.wind('10s');
  expect(reminders(world)[0]).toContain('DRILL-2 is on its way.');
  await world.fill(DEVOPS, 'Abort…', { reason: 'The standby is too slow' }, 'DRILL-2');
  await world.wind('10s');
  expect(reminders(world)[0]).toMatch(/\*Failover\*.*\nOverdue since .*: failed .* ago \(DRILL-2\)\./);
  expect(reminders(world)[0]).toContain('Start it with `/runbook start failover drills`');
});

test('[W12] a drill that failed is not done, and one that is on its way is not begun again', async () => {
  await using world = await startWorld({ products: [DRILLS], start: TUESDAY });
  await restoreTest(world);
  await world.type(DEVOPS, '/runbook start restore-test');
  await world.wind('10s');
  await world.fill(DEVOPS, 'Abort…', { reason: 'Half of the rows are missing' }, 'DRILL-2');
  await world.type(DEVOPS, '/runbook start failover');
  await world.wind('2h');
  const [said = ''] = reminders(world);
  expect(said).toMatch(/Overdue since .*: failed 59 min ago \(DRILL-2\)\./);
  expect(said).toContain('DRILL-3 is on its way.');
  expect(said).not.toContain('/runbook start failover');
});

test('[W12] [B5] down when the day began, the bot reminds when it is back, once; back in the evening it waits for the next day', async () => {
  await using world = await startWorld({ products: [DRILLS], start: TUESDAY });
  await world.kill();
  await world.passWithoutBot('3h');
  await world.restart();
  expect(reminders(world)).toHaveLength(1);
  await world.kill();
  await world.restart();
  await world.wind('10h');
  expect(reminders(world)).toHaveLength(1);

  await world.kill();
  await world.passWithoutBot('24h');
  await world.restart();
  await world.wind('1h');
  expect(reminders(world)).toHaveLength(1);
  await world.wind('12h');
  expect(reminders(world)).toHaveLength(2);
  const story = (await world.store.readStream('product:drills')).map(row => row.type);
  expect(story).toEqual(['product.defined', 'drills.overdue', 'drills.missed', 'drills.overdue']);
});

test('[W12] what Slack did not take on its day is not said on another', async () => {
  await using world = await startWorld({ products: [DRILLS], start: TUESDAY });
  world.slack.faults.add({ method: 'chat.postMessage', kind: 'rate-limit', retryAfter: 3_000, times: 1 });
  await world.wind('65m');
  await world.kill();
  await world.passWithoutBot('24h');
  await world.restart();
  await world.wind('5m');
  expect(reminders(world)).toHaveLength(1);
  const days = (await world.store.readStream('product:drills')).map(row => JSON.parse(row.line).data.day);
  expect(days).toEqual([undefined, '2026-11-24', '2026-11-25']);
});

test('[W12] an outage of Slack of some hours drops no day: it is said once Slack is back on it, once', async () => {
  await using world = await startWorld({ products: [DRILLS], start: TUESDAY });
  const back = world.slack.faults.add({ method: 'chat.postMessage', kind: 'http-error', status: 503 });
  await world.wind('7h');
  expect(reminders(world)).toEqual([]);
  back();
  await world.wind('20m');
  expect(reminders(world)).toHaveLength(1);
  await world.wind('8h');
  expect(reminders(world)).toHaveLength(1);
});
