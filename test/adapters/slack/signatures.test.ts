import { expect, test } from 'vitest';
import { startHarness } from './support/harness.ts';
import { slashCommand } from './support/payloads.ts';

const MINUTE = 60_000;

test('a request signed with our secret is heard', async () => {
  await using bot = await startHarness();
  const answer = await bot.deliver(slashCommand(bot.stub.url));
  expect(answer.status).toBe(200);
  expect(bot.heard).toHaveLength(1);
});

test('a request signed with another secret is refused unheard', async () => {
  await using bot = await startHarness();
  const answer = await bot.deliver(slashCommand(bot.stub.url), { secret: 'somebody else' });
  expect(answer.status).toBe(401);
  expect(bot.heard).toHaveLength(0);
});

test('a request without a signature is refused unheard', async () => {
  await using bot = await startHarness();
  const response = await fetch(`${bot.url}/slack/events`, { method: 'POST', body: '{"type":"event_callback"}' });
  expect(response.status).toBe(401);
  expect(bot.heard).toHaveLength(0);
});

test.each([
  ['six minutes old', 6 * MINUTE],
  ['six minutes in the future', -6 * MINUTE],
  ['a day in the future', -24 * 60 * MINUTE],
])('a rightly signed request that is %s is refused unheard', async (_name, ageMs) => {
  await using bot = await startHarness();
  const answer = await bot.deliver(slashCommand(bot.stub.url), { ageMs });
  expect(answer.status).toBe(401);
  expect(bot.heard).toHaveLength(0);
});

test('clocks that differ by four minutes in either direction do no harm', async () => {
  await using bot = await startHarness();
  expect((await bot.deliver(slashCommand(bot.stub.url), { ageMs: 4 * MINUTE })).status).toBe(200);
  expect((await bot.deliver(slashCommand(bot.stub.url), { ageMs: -4 * MINUTE })).status).toBe(200);
});
