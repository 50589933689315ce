import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUR } from '#src/base/time.ts';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/backup');
/** The demo company's last backup ended at 02:00 UTC. */
const AT_NIGHT = Date.parse('2026-11-25T00:50:00Z');

test('[X3] a required fact that changed between two votes voids them visibly, and both are asked again', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AT_NIGHT });
  await world.type('U0ANA', '/release start minor');
  await world.press('U0ANA', 'Go');
  expect(world.card()).toContain('✔ Captain: go by <@U0ANA>');

  // Nothing was pressed meanwhile; only the backup grew older than a day.
  await world.wind('20m');
  await world.press('U0PIA', 'Go');

  const run = await world.run();
  expect(run.steps['go']?.gate).toMatchObject({ status: 'open', votes: [] });
  const thread = world.thread().join('\n');
  expect(thread).toContain('Every vote is asked again');
  expect(thread).toContain('backup-age');
  expect(world.card()).toContain('☐ Captain <@U0ANA>');
  expect(world.commands()).toEqual([]);

  // The next night's backup: that it is fresh again is a change too.
  await world.wind('1h');
  await world.press('U0ANA', 'Go');
  await world.press('U0PIA', 'Go');
  await world.press('U0ANA', 'Go');
  await world.press('U0PIA', 'Go');
  expect((await world.run()).status).toBe('completed');
});

test('[X3] a Go on an older sight of the gate is refused with "changed since you looked"', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AT_NIGHT });
  await world.type('U0ANA', '/release start minor');
  await world.press('U0ANA', 'Go');
  const { message, ...button } = world.see('U0PIA', 'Go');
  await world.wind('20m');
  await world.press('U0PIA', 'Go');

  const told = await world.told('U0PIA', () =>
    world.slack.press({ user: 'U0PIA', ...button, ...(message ? { message } : {}) }),
  );
  expect(told).toContain('changed since you looked');
  expect((await world.run()).steps['go']?.gate?.votes).toEqual([]);
});

test('[X3] one person with both roles is one vote where different people are asked', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AT_NIGHT + 2 * HOUR });
  await world.type('U0ANA', '/release start minor');
  await world.press('U0BOTH', 'Go');
  await world.press('U0BOTH', 'Go');
  expect((await world.run()).steps['go']?.gate?.status).toBe('open');
  await world.press('U0PIA', 'Go');
  expect((await world.run()).steps['go']?.gate?.status).toBe('passed');
});

test('[B2] one no-go by a button stops it with its reason, and Resume asks the question again', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AT_NIGHT + 2 * HOUR });
  await world.type('U0ANA', '/release start minor');
  await world.press('U0ANA', 'Go');
  await world.fill('U0PIA', 'No-go…', { reason: 'The demo for customers is tonight' });

  expect((await world.run()).status).toBe('paused');
  expect(world.card()).toContain('The demo for customers is tonight');
  expect(world.thread().join('\n')).toContain('*No-go* by <@U0PIA>');

  await world.press('U0ANA', 'Resume');
  await world.press('U0ANA', 'Go');
  await world.press('U0PIA', 'Go');
  expect((await world.run()).status).toBe('completed');
});

test('[V9] who holds no role of the gate may not vote, neither may a guest who holds one, and both are recorded', async () => {
  await using world = await startWorld({
    products: [PRODUCT],
    start: AT_NIGHT + 2 * HOUR,
    users: [
      { id: 'U0PIA', name: 'pia', is_restricted: true },
      { id: 'U0XAVER', name: 'xaver' },
    ],
  });
  await world.type('U0ANA', '/release start minor');

  expect((await world.ask('U0XAVER', 'Go')).text).toContain('is for Captain or Owner');
  expect((await world.ask('U0PIA', 'Go')).text).toContain('you are here as a guest');
  const denied = (await world.timeline()).flatMap(fact => (fact.type === 'access.denied' ? [fact.actor] : []));
  expect(denied).toMatchObject([{ user: 'U0XAVER' }, { user: 'U0PIA' }]);
  expect((await world.run()).steps['go']?.gate?.votes).toEqual([]);
});

test('a double click counts once', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AT_NIGHT + 2 * HOUR });
  await world.type('U0ANA', '/release start minor');
  const go = world.see('U0ANA', 'Go');
  await Promise.all([world.slack.press({ user: 'U0ANA', ...go }), world.slack.press({ user: 'U0ANA', ...go })]);
  await world.settle();
  expect((await world.run()).steps['go']?.gate?.votes).toHaveLength(1);
  expect((await world.timeline()).filter(fact => fact.type === 'vote.cast')).toHaveLength(1);
});

test('while Slack does not say who somebody is, a vote is refused with "press again", and the second press counts', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AT_NIGHT + 2 * HOUR });
  await world.type('U0ANA', '/release start minor');
  await world.wind('2m');
  world.slack.faults.add({ method: 'users.info', kind: 'delay', ms: 1_200, times: 1 });

  expect((await world.ask('U0PIA', 'Go')).text).toContain('Press again');
  expect((await world.run()).steps['go']?.gate?.votes).toEqual([]);
  await world.press('U0PIA', 'Go');
  expect((await world.run()).steps['go']?.gate?.votes).toMatchObject([{ user: 'U0PIA' }]);
});
