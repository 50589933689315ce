import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { World } from '../support/bot.ts';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/duty');
const MONDAY = Date.parse('2026-11-23T10:00:00+01:00');

/** Planned on Monday for Friday at 20:00. */
async function planned(): Promise<World> {
  const world = await startWorld({ products: [PRODUCT], start: MONDAY });
  await world.type('U0CAP', '/release start minor at 2026-11-27 20:00');
  return world;
}

const asked = (world: World, user: string) => world.direct(user).filter(text => !text.includes('was started'));

test('[W1] [X3] a release planned on Monday asks on Friday whoever is on call on Friday, and nobody else', async () => {
  await using world = await planned();
  world.pagerDuty.setOnCall('PDUTY', [{ user: 'PU0FRI', until: null }]);
  await world.wind('105h');
  expect(asked(world, 'U0FRI').join()).toContain('waits for your go or no-go');
  expect(asked(world, 'U0MON')).toEqual([]);
  expect(world.thread().join('\n')).toContain('On call is <@U0FRI> now.');
  expect(world.thread().join('\n')).toMatch(/Go or no-go[\s\S]*On call <@U0FRI>/);

  await world.press('U0FRI', 'Go');
  world.pagerDuty.setOnCall('PDUTY', [{ user: 'PU0MON', until: null }]);
  await world.wind('1h');
  expect(asked(world, 'U0MON').join()).toContain('“Rollout” of REL-1 (Duty minor) begins now');
  expect(asked(world, 'U0FRI')).toHaveLength(1);
});

test('[W1] when PagerDuty cannot say who is on call, whoever was last is asked, in time, and is told why', async () => {
  await using world = await planned();
  const mend = world.pagerDuty.faults.add({ place: '/oncalls', kind: 'http-error', status: 500 });
  await world.wind('105h');
  expect(asked(world, 'U0MON').join()).toMatch(
    /waits for your go or no-go[\s\S]*On call could not be looked up, so this goes to whoever it was last/,
  );
  expect(world.thread().join('\n')).toContain('On call could not be looked up (PagerDuty or Slack did not say)');
  mend();
  world.pagerDuty.setOnCall('PDUTY', [{ user: 'PU0FRI', until: null }]);
  await world.wind('1h');
  expect(asked(world, 'U0FRI').join()).toMatch(/“Rollout” of .* was to begin now, but/);
  expect(asked(world, 'U0FRI').join()).not.toContain('could not be looked up');
});
