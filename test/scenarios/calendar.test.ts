import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/windows');
const AFTERNOON = Date.parse('2026-11-24T15:00:00+01:00');
const NIGHT = Date.parse('2026-11-24T23:00:00+01:00');
const TEN_PERCENT = 'kubectl set weight canary-service 10';

test('[W8] outside the window a release waits, says why and until when, and goes on by itself at 20:00, also after a crash', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  await world.type('U0CAP', '/release start minor');
  await world.press('U0CAP', 'Go');
  await world.press('U0PO', 'Go');

  expect(world.commands()).toEqual([]);
  const told = world.thread().join('\n');
  expect(told).toContain(
    '“Rollout” is outside the calendar now: outside the windows (Tue, Thu 20:00-22:00); Peak traffic',
  );
  expect(told).toContain('Tue 2026-11-24 20:00 CET');
  expect(told).toContain('It may be opened before for this release by Product owner <@U0PO> and On-call <@U0DUTY>');
  expect(world.card()).toContain('⛔ *Closed*');
  expect(world.card()).toContain('Waiting for: the window to open');

  await world.wind('3h');
  await world.kill();
  await world.passWithoutBot('1h');
  await world.restart();
  await world.wind('58m');
  expect(world.commands()).toEqual([]);
  await world.wind('2m');
  expect(world.commands()).toEqual([TEN_PERCENT]);
  expect(world.card()).toContain('Window open until');
});

test('[W8] outside the window product owner and on-call open it for this release, each with a reason, on record', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: NIGHT });
  await world.type('U0CAP', '/release start minor');
  await world.press('U0CAP', 'Go');
  await world.press('U0PO', 'Go');
  expect(await world.fill('U0CAP', 'Open the window…', { reason: 'I want to' })).toContain(
    'is for Product owner or On-call',
  );
  await world.type('U0CAP', '/release status');
  expect(await world.fill('U0PO', 'Open the window…', { reason: 'The customer waits' })).toBe('');
  expect(world.commands()).toEqual([]);
  expect(world.card()).toContain('<@U0PO> (Product owner) opened it: The customer waits');
  expect(world.card()).toContain('by On-call <@U0DUTY>');
  expect(await world.fill('U0DUTY', 'Open the window…', { reason: 'I watch it' })).toBe('');
  expect(world.commands()).toEqual([TEN_PERCENT]);
  const given = (await world.timeline()).flatMap(fact =>
    fact.type === 'override.given' ? [[fact.actor, fact.data]] : [],
  );
  expect(given).toMatchObject([
    [{ user: 'U0PO' }, { what: 'calendar:outside', reason: 'The customer waits', roles: ['product-owner'] }],
    [{ user: 'U0DUTY' }, { what: 'calendar:outside', reason: 'I watch it', roles: ['on-call'] }],
  ]);
});
