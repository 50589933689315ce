import { expect, test } from 'vitest';
import { startHarness } from './support/harness.ts';
import * as slack from './support/payloads.ts';

test('a bot that Slack knows is connected', async () => {
  await using bot = await startHarness();
  expect(bot.app.connection()).toEqual({ ok: true });
  expect(bot.stub.of('auth.test')[0]?.token).toBe('Bearer xoxb-of-the-test');
});

test('a bot that starts while Slack is down comes up, says so, answers, and recovers by itself', async () => {
  await using bot = await startHarness({ before: stub => stub.answer('auth.test', { text: 'down', status: 503 }) });
  expect(bot.app.connection()).toEqual({ ok: false, reason: expect.stringContaining('503') });

  bot.replies({ kind: 'say', message: { text: 'Here.' } });
  const answer = await bot.deliver(slack.slashCommand(bot.stub.url));
  expect(answer.body).toMatchObject({ text: 'Here.' });
  expect(bot.heard[0]?.person.standing).toBe('unknown');
  await bot.deliver(slack.mention());
  expect(bot.heard[1]).toMatchObject({ kind: 'mention', text: 'note db is slow' });

  await bot.timers.running(1_000);
  bot.timers.advance(1_000);
  await bot.timers.running(2_000);
  bot.stub.answer('auth.test', {
    json: { ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'BBOT', url: 'https://x/' },
  });
  bot.timers.advance(2_000);
  await expect.poll(() => bot.app.connection()).toEqual({ ok: true });
  await bot.deliver(slack.slashCommand(bot.stub.url));
  expect(bot.heard[2]?.person.standing).toBe('full');
});

test('a wrong token is said with its remedy', async () => {
  await using bot = await startHarness({ before: stub => stub.refuse('auth.test', 'invalid_auth') });
  expect(bot.app.connection()).toEqual({ ok: false, reason: expect.stringContaining('SLACK_BOT_TOKEN') });
});

test('requests cost no auth.test', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.slashCommand(bot.stub.url));
  await bot.deliver(slack.button(bot.stub.url));
  expect(bot.stub.of('auth.test')).toHaveLength(1);
});
