import { expect, test } from 'vitest';
import { startHarness } from './support/harness.ts';
import * as slack from './support/payloads.ts';

const THREAD = '1700000000.000001';
const TS = '1700000000.000300';

/** Slack with one message, a reply in a thread. */
async function startWithMessage(message: object = {}) {
  const bot = await startHarness();
  bot.stub.answer('conversations.replies', {
    json: { ok: true, messages: [{ ts: TS, thread_ts: THREAD, user: 'UBEN', text: 'it is slow', ...message }] },
  });
  return bot;
}

test('a pin on a message comes in with the thread the message stands in', async () => {
  await using bot = await startWithMessage();
  expect(await bot.deliver(slack.reaction())).toEqual({ status: 200, body: '' });
  expect(bot.heard).toEqual([
    {
      kind: 'reaction',
      key: 'Ev1',
      person: { team: 'T1', user: 'UANA', standing: 'full' },
      channel: 'C1',
      thread: THREAD,
      reaction: 'pushpin',
      message: { channel: 'C1', ts: TS },
    },
  ]);
});

test('what is said about a pin is whispered into the thread of the message', async () => {
  await using bot = await startWithMessage();
  bot.replies({ kind: 'say', message: { text: 'Only members may do that.' } });
  await bot.deliver(slack.reaction());
  const whisper = await bot.stub.next('chat.postEphemeral');
  expect(whisper.args).toMatchObject({ channel: 'C1', user: 'UANA', thread_ts: THREAD });
});

test('a pin on a message that is gone is dropped', async () => {
  await using bot = await startHarness();
  bot.stub.refuse('conversations.replies', 'thread_not_found');
  expect((await bot.deliver(slack.reaction())).status).toBe(200);
  expect(bot.heard).toEqual([]);
});

test('when Slack does not tell the thread, the event is left to be repeated, and nobody is bothered', async () => {
  await using bot = await startHarness();
  bot.stub.answer('conversations.replies', { text: 'busy', status: 503 });
  expect((await bot.deliver(slack.reaction())).status).toBe(503);
  expect(bot.heard).toEqual([]);
  await bot.app.stop();
  expect(bot.stub.of('chat.postEphemeral')).toEqual([]);
});

test('another emoji costs no call', async () => {
  await using bot = await startWithMessage();
  await bot.deliver(slack.reaction({ reaction: 'eyes' }));
  expect(bot.heard).toEqual([]);
  expect(bot.stub.calls.map(call => call.method)).toEqual(['auth.test']);
});

test('an edit comes in with what the message says now and its thread, without a question to Slack', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.edited());
  expect(bot.heard).toEqual([
    {
      kind: 'changed',
      key: 'Ev1',
      person: { team: 'T1', user: 'UBEN', standing: 'unknown' },
      channel: 'C1',
      thread: THREAD,
      message: { channel: 'C1', ts: TS, text: 'it is down' },
    },
  ]);
  expect(bot.stub.calls.map(call => call.method)).toEqual(['auth.test']);
});

test('a deletion comes in as no text, also where a stone with replies stays', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.deleted());
  const stone = { subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.', edited: undefined };
  await bot.deliver(slack.edited(stone));
  expect(bot.heard).toMatchObject([
    { kind: 'changed', person: { user: 'UBEN' }, thread: THREAD, message: { channel: 'C1', ts: TS, text: null } },
    { kind: 'changed', person: { user: 'UBEN' }, thread: THREAD, message: { channel: 'C1', ts: TS, text: null } },
  ]);
});

test('an edited message that was also sent to the channel comes in', async () => {
  await using bot = await startHarness();
  await bot.deliver(slack.edited({ subtype: 'thread_broadcast' }, { subtype: 'thread_broadcast' }));
  expect(bot.heard).toMatchObject([{ kind: 'changed', message: { text: 'it is down' } }]);
});

test.each([
  ['a link that was unfurled', slack.edited({ text: 'it is slow', edited: undefined, attachments: [{}] })],
  ['a reply below', slack.edited({ text: 'it is slow', edited: undefined, reply_count: 1 })],
  ['a reply sent to the channel', slack.edited({ text: 'it is slow', edited: undefined, subtype: 'thread_broadcast' })],
  ['a change without the former text and without an edit', slack.edited({ edited: undefined }, null)],
  ["a bot's message redrawn", slack.edited({ bot_id: 'B2' })],
  ['our own message redrawn', slack.edited({ user: 'UBOT' })],
  ["a bot's message deleted", slack.deleted({ bot_id: 'B2' })],
  ['our own message deleted, with its thread', slack.edited({ subtype: 'tombstone' }, { user: 'UBOT' })],
  [
    'somebody who joined',
    slack.event({ type: 'message', subtype: 'channel_join', channel: 'C1', user: 'UBEN', ts: '1' }),
  ],
])('%s is no change: acknowledged and dropped', async (_name, delivery) => {
  await using bot = await startHarness();
  expect(await bot.deliver(delivery)).toEqual({ status: 200, body: '' });
  expect(bot.heard).toEqual([]);
});

test('an edit that could not be recorded is left to be repeated, and its author is told nothing', async () => {
  await using bot = await startHarness();
  bot.replies(() => Promise.reject(new Error('the disk is full')));
  expect((await bot.deliver(slack.edited())).status).toBe(503);
  bot.replies({ kind: 'nothing' });
  expect((await bot.deliver(slack.edited())).status).toBe(200);
  expect(bot.heard.map(incoming => incoming.key)).toEqual(['Ev1', 'Ev1']);
  await bot.app.stop();
  expect(bot.stub.calls.map(call => call.method)).toEqual(['auth.test']);
});
