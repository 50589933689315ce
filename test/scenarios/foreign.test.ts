import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';

/** A runbook as somebody else might write it, with the verbs and keys VALERO does not need. */
const BOOKWORM = join(import.meta.dirname, 'products/bookworm');
const ANSWERS = {
  'input.title': 'Autumn',
  'input.people': '12',
  'input.sure': 'yes',
  'input.color': 'blue',
  'input.hosts': 'web-1, web-2',
  'input.day': '2026-12-01',
  'input.grace': '15m',
  'input.ticket': 'https://example.com/T-1',
  'input.contact': 'U0PIA',
  'input.part': 'web',
};

async function served(): Promise<World> {
  const world = await startWorld({ products: [BOOKWORM] });
  await world.type('U0ANA', '/release start patch');
  return world;
}

test('ten typed answers, an output translated by a table and a list gone through, as a stranger wrote them', async () => {
  await using world = await served();
  expect(await world.fill('U0ANA', 'Answer…', { ...ANSWERS, 'input.grace': 'soon' })).toContain('duration');
  await world.submit('U0ANA', ANSWERS);
  await world.press('U0ANA', 'Confirm', 'blue is live and 12 people');
  await world.windUntil('1m', async () => (await world.run()).steps['server']?.status === 'done');

  const { steps } = await world.run();
  expect(steps['questions']?.outputs).toMatchObject({ people: 12, hosts: ['web-1', 'web-2'], contact: 'U0PIA' });
  expect(steps['server']?.resolved['title']).toBe('Serve green');
  expect(world.commands()).toEqual(['redis-cli SET feature:search false', 'redis-cli SET feature:cart false']);
});

test('a call settles, a failure on purpose passes, and the end of the phase brings the clean-up', async () => {
  await using world = await served();
  await world.fill('U0ANA', 'Answer…', ANSWERS);
  await world.press('U0ANA', 'Confirm', 'blue is live');
  await world.windUntil('3m', async () => (await world.run()).steps['smoke']?.status === 'waiting');

  const { steps } = await world.run();
  const settled = steps['backup']?.endedAt ?? 0;
  expect(steps['rest']?.startedAt).toBeGreaterThanOrEqual(settled + 30_000);
  expect(steps['on-purpose']?.says).toContain('HTTP 404');
  await world.press('U0ANA', 'Holds', 'a book can be found (backup of 20');
  await world.windUntil('1m', async () => (await world.run()).steps['go']?.status === 'waiting');
  expect(world.commands().at(-1)).toBe('redis-cli SET served no');

  await world.press('U0ANA', 'Yes', 'announced');
  await world.press('U0PIA', 'Go');
  await world.windUntil('3m', async () => (await world.run()).status === 'completed');
  expect(world.card()).toContain('Completed');
  expect(world.card()).not.toContain('not proven');
});
