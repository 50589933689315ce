import { expect, test } from 'vitest';
import { startHarness } from './support/harness.ts';
import * as slack from './support/payloads.ts';

const ANA = { team: 'T1', user: 'UANA', standing: 'full' };

test('[B2] a slash command comes in with its noun, its text and who said it where', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.slashCommand(bot.stub.url, { text: 'start minor' }));
  expect(bot.heard).toEqual([
    {
      kind: 'command',
      key: 'trigger-1',
      person: ANA,
      channel: 'C1',
      thread: null,
      noun: 'release',
      text: 'start minor',
    },
  ]);
});

test('a button comes in by its name without what only makes it unique, with its thread', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.button(bot.stub.url));
  expect(bot.heard[0]).toEqual({
    kind: 'action',
    key: 'trigger-2',
    person: ANA,
    channel: 'C1',
    thread: '1700000000.000001',
    action: 'release.vote',
    value: 'REL-1/go',
    view: null,
  });
});

test.each([
  ['a menu', { type: 'static_select', selected_option: { value: 'a', text: {} } }, 'a'],
  ['an overflow menu', { type: 'overflow', selected_option: { value: 'b', text: {} } }, 'b'],
  ['a person', { type: 'users_select', selected_user: 'UBEN' }, 'UBEN'],
])('the value of %s is what was chosen', async (_name, control, value) => {
  await using bot = await startHarness();
  const actions = [{ action_id: 'gonogo:release.more', block_id: 'b', action_ts: '1', ...control }];
  await bot.deliver(slack.button(bot.stub.url, { actions }));
  expect(bot.heard[0]).toMatchObject({ action: 'release.more', value });
});

test('a button in a modal comes in with the modal', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.modalButton());
  expect(bot.heard[0]).toMatchObject({
    action: 'release.pick',
    value: 'minor',
    channel: null,
    view: { id: 'V1', metadata: slack.VIEW.private_metadata },
  });
});

test('a form comes in with its values by action id, empty ones as null', async () => {
  await using bot = await startHarness();
  const values = {
    b1: { version: { type: 'plain_text_input', value: '1.2.0' } },
    b2: { type: { type: 'static_select', selected_option: { value: 'minor', text: {} } } },
    b3: { reviewers: { type: 'multi_users_select', selected_users: ['UBEN', 'UCAT'] } },
    b4: { boxes: { type: 'checkboxes', selected_options: [{ value: 'x' }, { value: 'y' }] } },
    b5: { day: { type: 'datepicker', selected_date: '2026-11-24' } },
    b6: { captain: { type: 'users_select', selected_user: 'UANA' } },
    b7: { reason: { type: 'plain_text_input', value: null } },
    b8: { 'gonogo:kind:1': { type: 'radio_buttons', selected_option: null } },
    b9: { at: { type: 'datetimepicker', selected_date_time: 1_764_010_800 } },
  };
  await bot.deliver(slack.submission({ state: { values } }));
  expect(bot.heard[0]).toMatchObject({
    kind: 'form',
    key: 'V1h1',
    form: 'release.start',
    values: {
      version: '1.2.0',
      type: 'minor',
      reviewers: ['UBEN', 'UCAT'],
      boxes: ['x', 'y'],
      day: '2026-11-24',
      captain: 'UANA',
      reason: null,
      kind: null,
      at: '1764010800',
    },
  });
});

test('shortcuts come in by name, those on a message with it', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.globalShortcut());
  await bot.deliver(slack.messageShortcut(bot.stub.url));
  expect(bot.heard).toMatchObject([
    { kind: 'shortcut', key: 'trigger-4', shortcut: 'release.start', channel: null, message: null },
    {
      kind: 'shortcut',
      shortcut: 'run.capture',
      channel: 'C1',
      thread: '1700000000.000001',
      message: { channel: 'C1', ts: '1700000000.000200', text: 'it is slow' },
    },
  ]);
});

test('a mention comes in with what follows it and its thread', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.mention({ text: 'please <@UBOT|gonogo>  note ask <@UBEN>' }));
  expect(bot.heard[0]).toEqual({
    kind: 'mention',
    key: 'Ev1',
    person: ANA,
    channel: 'C1',
    thread: '1700000000.000001',
    text: 'note ask <@UBEN>',
  });
});

test('opening the home tab comes in, opening the messages tab does not', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.homeOpened());
  await bot.deliver(slack.homeOpened('messages'));
  expect(bot.heard).toEqual([{ kind: 'home', key: 'Ev1', person: ANA, channel: null, thread: null }]);
});

test.each([
  ['a mention by a bot', slack.mention({ bot_id: 'B2' })],
  ['an edited mention', slack.mention({ edited: { user: 'UANA', ts: '1' } })],
  ['a mention by the bot itself', slack.mention({ user: 'UBOT' })],
  ['a new message', slack.event({ type: 'message', channel: 'C1', text: 'hi', user: 'UANA', ts: '1' })],
  ['a link button', slack.button('http://x', { actions: [{ type: 'button', action_id: 'open', url: 'http://x' }] })],
  ["another app's form", slack.submission({ callback_id: 'survey' })],
  [
    'a closed form',
    { form: { payload: JSON.stringify({ type: 'view_closed', view: slack.VIEW, user: { id: 'UANA' } }) } },
  ],
  [
    'a legacy button',
    {
      form: {
        payload: JSON.stringify({
          type: 'interactive_message',
          user: { id: 'UANA' },
          team: { id: 'T1' },
          actions: [{ name: 'a' }],
          callback_id: 'x',
        }),
      },
    },
  ],
  ['a payload of the future', { form: { payload: JSON.stringify({ type: 'telepathy' }) } }],
  ['a rate limit notice', { json: { type: 'app_rate_limited', team_id: 'T1', minute_rate_limited: 1 } }],
])('%s is acknowledged at once and goes no further', async (_name, delivery) => {
  await using bot = await startHarness();
  const answer = await bot.deliver(delivery);
  expect(answer).toEqual({ status: 200, body: '' });
  expect(bot.heard).toHaveLength(0);
});

test('a question for options is answered with none', async () => {
  await using bot = await startHarness();
  const payload = {
    type: 'block_suggestion',
    action_id: 'x',
    block_id: 'b',
    value: 'a',
    user: { id: 'UANA' },
    team: null,
  };
  const answer = await bot.deliver({ form: { payload: JSON.stringify(payload) } });
  expect(answer).toEqual({ status: 200, body: { options: [] } });
});

test('the same delivery twice carries the same key, so that the store can give the first answer', async () => {
  await using bot = await startHarness();
  for (const delivery of [slack.slashCommand(bot.stub.url), slack.mention(), slack.submission()]) {
    await bot.deliver(delivery);
    await bot.deliver(delivery, { headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' } });
  }
  expect(bot.heard.map(incoming => incoming.key)).toEqual(['trigger-1', 'trigger-1', 'Ev1', 'Ev1', 'V1h1', 'V1h1']);
});
