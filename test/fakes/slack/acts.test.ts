import { expect, test } from 'vitest';
import { startWorld } from './support/world.ts';

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
