import { expect, test } from 'vitest';
import { actions, button, confirm, section } from './support/kit.ts';
import { NOON, startWorld } from './support/world.ts';

const BUTTONS = [
  {
    type: 'actions',
    block_id: 'vote',
    elements: [{ type: 'button', action_id: 'go', value: 'REL-1', text: { type: 'plain_text', text: 'Go' } }],
  },
];

test('a slash command arrives signed, as a form, and its answer is shown to the asker alone', async () => {
  const { slack, bot } = await startWorld({}, () => ({ body: { text: 'On its way' } }));

  const { ack } = await slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release', text: 'start minor' });

  expect(ack).toEqual({ status: 200, body: '{"text":"On its way"}' });
  const [received] = bot.received;
  expect(received?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(received?.fields).toMatchObject({
    command: '/release',
    text: 'start minor',
    user_id: 'U0ANA',
    channel_id: 'C0OPS',
  });
  expect(slack.workspace.ephemerals.of('U0ANA')).toMatchObject([{ text: 'On its way', channel: 'C0OPS', from: 'bot' }]);
  expect(slack.workspace.ephemerals.of('U0LI')).toEqual([]);
});

test('a delivery signed with another secret is refused by the receiver, and the person is told', async () => {
  const { slack } = await startWorld({ signingSecret: 'not-the-secret' });

  const { ack } = await slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release' });

  expect(ack.status).toBe(401);
  const [note] = slack.workspace.ephemerals.of('U0ANA');
  expect(note).toMatchObject({ from: 'slack', text: '/release failed with the error "http_service_error"' });
});

test('a press carries the message as the person saw it', async () => {
  const { slack, bot, client } = await startWorld();
  const { ts } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Vote', blocks: BUTTONS });
  const seen = slack.workspace.messages.get('C0OPS', ts ?? '');
  await client.chat.update({ channel: 'C0OPS', ts: ts ?? '', text: 'Too late', blocks: [] });

  await slack.press({ user: 'U0LI', message: seen ?? { channel: '', ts: '' }, actionId: 'go' });

  expect(bot.received[0]?.payload).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0LI' },
    channel: { id: 'C0OPS', name: 'ops' },
    message: { text: 'Vote', ts },
    actions: [{ action_id: 'go', block_id: 'vote', value: 'REL-1' }],
  });
  await expect(
    slack.press({ user: 'U0LI', message: { channel: 'C0OPS', ts: ts ?? '' }, actionId: 'go' }),
  ).rejects.toThrow(/action_id go/);
});

test('a confirm dialog stands before the press until the person agrees', async () => {
  const { slack, bot, client } = await startWorld();
  const blocks = [actions(button({ confirm: confirm() }))] as never;
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Roll back?', blocks });
  const act = { user: 'U0ANA', message: { channel: 'C0OPS', ts }, actionId: 'go' };

  expect((await slack.press(act)).asked).toMatchObject({ text: { text: 'This cannot be undone.' } });
  expect(bot.received).toEqual([]);
  expect((await slack.press({ ...act, confirmed: true })).ack.status).toBe(200);
});

test('a command that is not answered in three seconds tells the person', async () => {
  const { slack } = await startWorld({ answerWithinMs: 40 }, () => new Promise(() => undefined));

  const { ack, elapsed } = await slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release' });

  expect(ack.status).toBeUndefined();
  expect(elapsed).toBeGreaterThanOrEqual(35);
  expect(slack.workspace.ephemerals.of('U0ANA')[0]?.text).toBe('/release failed with the error "operation_timeout"');
});

test('should_escape turns names people and channels have into ids, and leaves the rest', async () => {
  const manifest = {
    features: {
      slash_commands: [
        { command: '/release', should_escape: true },
        { command: '/raw', should_escape: false },
      ],
    },
  };
  const { slack, bot } = await startWorld({ manifest });
  const text = 'lead @ana in #ops, not @nobody or a@b.c, page @payments';

  await slack.slash({ user: 'U0LI', channel: 'C0OPS', command: '/release', text });
  await slack.slash({ user: 'U0LI', channel: 'C0OPS', command: '/raw', text });

  const escaped = 'lead <@U0ANA|ana> in <#C0OPS|ops>, not @nobody or a@b.c, page <!subteam^S0PAY|@payments>';
  expect(bot.received.map(one => one.fields['text'])).toEqual([escaped, text]);
  await expect(slack.slash({ user: 'U0LI', channel: 'C0OPS', command: '/other' })).rejects.toThrow(/no command/);
});

test('a response_url answers privately, openly, over the original, or takes it away', async () => {
  const { slack, bot, client } = await startWorld();
  const blocks = [actions(button())] as never;
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Vote', blocks });
  await slack.press({ user: 'U0ANA', message: { channel: 'C0OPS', ts }, actionId: 'go' });
  const url = String(bot.received[0]?.payload['response_url']);
  const headers = { 'content-type': 'application/json' };
  const answer = async (body: object) =>
    (await fetch(url, { method: 'POST', body: JSON.stringify(body), headers })).status;
  const { messages, ephemerals } = slack.workspace;

  expect(await answer({ text: 'Only you' })).toBe(200);
  expect(await answer({ text: 'All of you', response_type: 'in_channel' })).toBe(200);
  expect(await answer({ text: 'Voted', replace_original: true })).toBe(200);
  expect(messages.get('C0OPS', ts)).toMatchObject({ text: 'Voted' });
  expect(messages.get('C0OPS', ts)?.blocks).toBeUndefined();
  expect(await answer({ delete_original: true })).toBe(200);

  expect(ephemerals.of('U0ANA').map(note => note.text)).toEqual(['Only you']);
  expect(messages.in('C0OPS').map(message => message.text)).toEqual(['All of you']);
  expect(slack.calls.at(-1)).toMatchObject({ as: 'response_url', body: { delete_original: true }, status: 200 });
});

test('an ephemeral is pressed by its place, and changed through the response_url alone', async () => {
  const { slack, bot, client } = await startWorld();
  const blocks = [actions(button())] as never;
  const { message_ts: ts = '' } = await client.chat.postEphemeral({
    channel: 'C0OPS',
    user: 'U0ANA',
    text: 'Pick',
    blocks,
  });
  const [note] = slack.workspace.ephemerals.of('U0ANA');

  await slack.press({ user: 'U0ANA', ephemeral: note as never, actionId: 'go' });
  const payload = bot.received[0]?.payload;
  await fetch(String(payload?.['response_url']), { method: 'POST', body: '{"text":"Picked","replace_original":true}' });

  expect(payload).toMatchObject({ container: { is_ephemeral: true, message_ts: ts } });
  expect(payload).not.toHaveProperty('message');
  expect(slack.workspace.ephemerals.of('U0ANA').map(one => one.text)).toEqual(['Picked']);
  await expect(client.chat.update({ channel: 'C0OPS', ts, text: 'Picked' })).rejects.toThrow(/message_not_found/);
});

test('shortcuts come with a trigger, and one on a message with the message', async () => {
  const manifest = {
    features: {
      shortcuts: [
        { callback_id: 'declare', type: 'global', name: 'Declare' },
        { callback_id: 'note', type: 'message', name: 'Note' },
      ],
    },
  };
  const { slack, bot } = await startWorld({ manifest });
  const message = await slack.say({ user: 'U0LI', channel: 'C0OPS', text: 'It burns' });
  bot.received.length = 0;

  await slack.shortcut({ user: 'U0ANA', callbackId: 'declare' });
  await slack.messageShortcut({ user: 'U0ANA', callbackId: 'note', message });

  expect(bot.received.map(one => one.payload)).toMatchObject([
    { type: 'shortcut', callback_id: 'declare', trigger_id: expect.any(String) },
    { type: 'message_action', message: { text: 'It burns' }, channel: { id: 'C0OPS' } },
  ]);
  await expect(slack.shortcut({ user: 'U0ANA', callbackId: 'note' })).rejects.toThrow(/no global shortcut/);
});

test('calls are recorded as they arrived, with the token masked', async () => {
  const { slack, client } = await startWorld({ run: 'one test' });

  await client.chat.postMessage({ channel: 'C0OPS', text: 'Hello', blocks: [section('Hello')] as never });

  expect(slack.calls).toMatchObject([
    {
      vendor: 'slack',
      run: 'one test',
      at: NOON,
      method: 'POST',
      path: '/api/chat.postMessage',
      headers: { authorization: '***' },
      body: { channel: 'C0OPS', text: 'Hello', blocks: JSON.stringify([section('Hello')]) },
      status: 200,
      response: { ok: true },
    },
  ]);
});
