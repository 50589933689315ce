import { expect, test } from 'vitest';
import { startHarness } from './support/harness.ts';
import * as slack from './support/payloads.ts';

const ASK_MS = 800;

test.each([
  ['a full member', {}, 'full'],
  ['a guest', { is_restricted: true }, 'guest'],
  ['a single-channel guest', { is_restricted: true, is_ultra_restricted: true }, 'guest'],
  ['a deactivated member', { deleted: true }, 'deactivated'],
  ['a bot', { is_bot: true }, 'bot'],
  ['a workflow', { is_workflow_bot: true }, 'bot'],
  ['a connector', { is_connector_bot: true }, 'bot'],
  ['somebody invited who has not come yet', { is_invited_user: true }, 'guest'],
  ['a stranger', { is_stranger: true }, 'stranger'],
  ['somebody of another workspace', { team_id: 'T2' }, 'stranger'],
  ['a grid member whose home is elsewhere', { team_id: 'T2', enterprise_user: { teams: ['T1', 'T2'] } }, 'full'],
])('%s is known as such', async (_name, user, standing) => {
  await using bot = await startHarness();
  bot.stub.answer('users.info', { json: { ok: true, user: { id: 'UANA', team_id: 'T1', ...user } } });
  await bot.deliver(slack.button(bot.stub.url));
  expect(bot.heard[0]?.person).toEqual({ team: 'T1', user: 'UANA', standing });
});

test('whoever comes from another workspace is a stranger without asking', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.button(bot.stub.url, { user: { id: 'UANA', team_id: 'T2' } }));
  await bot.deliver(slack.mention({ user_team: 'T2' }));
  expect(bot.heard.map(incoming => incoming.person.standing)).toEqual(['stranger', 'stranger']);
  expect(bot.stub.of('users.info')).toEqual([]);
});

test('[X3] accounts of one mail address are known as one person, and the address goes nowhere', async () => {
  await using bot = await startHarness();
  for (const [id, email] of [
    ['UANA', 'Ana@shop.example'],
    ['UANNA', 'ana@shop.example '],
    ['UBEN', 'ben@shop.example'],
    ['UCEM', undefined],
  ] as const) {
    bot.stub.answer('users.info', { json: { ok: true, user: { id, team_id: 'T1', profile: { email } } } });
    await bot.deliver(slack.button(bot.stub.url, { user: { id, team_id: 'T1' } }));
  }
  const [ana, anna, ben, cem] = bot.heard.map(incoming => incoming.person.principal);
  expect(ana).toBe(anna);
  expect(ana).not.toBe(ben);
  expect(cem).toBeUndefined();
  expect(JSON.stringify(bot.heard)).not.toContain('shop.example');
});

test('Slack is asked once a minute a person', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.button(bot.stub.url));
  bot.advanceClock(59_000);
  await bot.deliver(slack.button(bot.stub.url));
  expect(bot.stub.of('users.info')).toHaveLength(1);
  bot.advanceClock(1_000);
  bot.stub.answer('users.info', { json: { ok: true, user: { deleted: true } } });
  await bot.deliver(slack.button(bot.stub.url));
  expect(bot.heard.at(-1)?.person.standing).toBe('deactivated');
});

test.each([
  ['refuses', { json: { ok: false, error: 'user_not_found' } } as const],
  ['is broken', { text: 'oops', status: 502 } as const],
  ['asks for patience', { json: {}, status: 429, headers: { 'retry-after': '30' } } as const],
])('when Slack %s, the person is unknown and heard all the same', async (_name, answer) => {
  await using bot = await startHarness();
  bot.stub.answer('users.info', answer);
  await bot.deliver(slack.slashCommand(bot.stub.url));
  await bot.deliver(slack.slashCommand(bot.stub.url));
  expect(bot.heard.map(incoming => incoming.person.standing)).toEqual(['unknown', 'unknown']);
  expect(bot.stub.of('users.info')).toHaveLength(2);
});

test('nobody waits longer than 800 ms to be known', async () => {
  await using bot = await startHarness();
  bot.stub.answer('users.info', 'hang');
  const answering = bot.deliver(slack.slashCommand(bot.stub.url));
  await bot.timers.running(ASK_MS);
  bot.timers.advance(ASK_MS);
  expect((await answering).status).toBe(200);
  expect(bot.heard[0]?.person.standing).toBe('unknown');
});
