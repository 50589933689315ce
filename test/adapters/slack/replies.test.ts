import { describe, expect, test } from 'vitest';
import type { Reply } from '#src/chat/reply.ts';
import { startHarness } from './support/harness.ts';
import * as slack from './support/payloads.ts';

const VIEW = {
  type: 'modal' as const,
  callback_id: 'gonogo:release.start',
  title: { type: 'plain_text' as const, text: 'Start' },
  blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Which one' } }],
};
const BLOCKS = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*Started*' } }];
const SAY: Reply = { kind: 'say', message: { text: 'Started.', blocks: BLOCKS } };
const MODAL: Reply = { kind: 'modal', view: VIEW };
const ERRORS: Reply = { kind: 'errors', errors: { version: 'Write it as 1.2.0.' } };
const REFUSAL: Reply = { kind: 'refusal', code: 'release.not-yours', text: 'Only the captain may.' };
const NOTHING: Reply = { kind: 'nothing' };

const EMPTY = { status: 200, body: '' };
const WHISPER = { response_type: 'ephemeral', replace_original: false };
const THREAD = { channel: 'C1', user: 'UANA', thread_ts: '1700000000.000001' };

async function startBot(reply: Reply) {
  const bot = await startHarness();
  bot.replies(reply);
  return bot;
}

describe('to a slash command', () => {
  test('a message goes back with the answer, to the asker alone', async () => {
    await using bot = await startBot(SAY);
    const answer = await bot.deliver(slack.slashCommand(bot.stub.url));
    expect(answer.body).toEqual({ response_type: 'ephemeral', text: 'Started.', blocks: BLOCKS });
  });

  test('a refusal is its sentence', async () => {
    await using bot = await startBot(REFUSAL);
    const answer = await bot.deliver(slack.slashCommand(bot.stub.url));
    expect(answer.body).toEqual({ response_type: 'ephemeral', text: 'Only the captain may.' });
  });

  test('errors of fields become sentences, since there are no fields', async () => {
    await using bot = await startBot(ERRORS);
    const answer = await bot.deliver(slack.slashCommand(bot.stub.url));
    expect(answer.body).toEqual({ response_type: 'ephemeral', text: 'Write it as 1.2.0.' });
  });

  test('a modal is open before the answer goes out', async () => {
    await using bot = await startBot(MODAL);
    const answer = await bot.deliver(slack.slashCommand(bot.stub.url));
    expect(answer).toEqual(EMPTY);
    expect(bot.stub.of('views.open')).toMatchObject([{ args: { trigger_id: 'trigger-1', view: VIEW } }]);
  });

  test('a modal that Slack does not open becomes a sentence', async () => {
    await using bot = await startBot(MODAL);
    bot.stub.refuse('views.open', 'expired_trigger_id');
    const answer = await bot.deliver(slack.slashCommand(bot.stub.url));
    expect(answer.body).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('once more') });
  });

  test('nothing is an empty answer', async () => {
    await using bot = await startBot(NOTHING);
    expect(await bot.deliver(slack.slashCommand(bot.stub.url))).toEqual(EMPTY);
  });
});

describe('to a button on a message', () => {
  test.each<[string, Reply, object]>([
    ['a message', SAY, { ...WHISPER, text: 'Started.', blocks: BLOCKS }],
    ['a refusal', REFUSAL, { ...WHISPER, text: 'Only the captain may.' }],
    ['errors', ERRORS, { ...WHISPER, text: 'Write it as 1.2.0.' }],
  ])('%s follows the empty answer and leaves the card standing', async (_name, reply, sent) => {
    await using bot = await startBot(reply);
    expect(await bot.deliver(slack.button(bot.stub.url))).toEqual(EMPTY);
    expect((await bot.stub.next('/response/2')).args).toEqual(sent);
  });

  test('a modal is opened with the trigger', async () => {
    await using bot = await startBot(MODAL);
    expect(await bot.deliver(slack.button(bot.stub.url))).toEqual(EMPTY);
    expect(bot.stub.of('views.open')).toMatchObject([{ args: { trigger_id: 'trigger-2', view: VIEW } }]);
  });

  test('nothing is an empty answer and no call', async () => {
    await using bot = await startBot(NOTHING);
    expect(await bot.deliver(slack.button(bot.stub.url))).toEqual(EMPTY);
    expect(bot.stub.calls.map(call => call.method)).toEqual(['auth.test', 'users.info']);
  });
});

describe('to a button in a modal', () => {
  test('a modal replaces the one it was pressed in, unless a newer press already did', async () => {
    await using bot = await startBot(MODAL);
    await bot.deliver(slack.modalButton());
    expect(bot.stub.of('views.update')).toMatchObject([{ args: { view_id: 'V1', hash: 'h1', view: VIEW } }]);
    bot.stub.refuse('views.update', 'hash_conflict');
    expect(await bot.deliver(slack.modalButton())).toEqual(EMPTY);
    expect(bot.stub.of('chat.postEphemeral')).toEqual([]);
  });

  test('a message goes to where the modal was opened', async () => {
    await using bot = await startBot(SAY);
    await bot.deliver(slack.modalButton());
    expect((await bot.stub.next('chat.postEphemeral')).args).toEqual({ ...THREAD, text: 'Started.', blocks: BLOCKS });
  });
});

describe('to a form', () => {
  test('errors stand at their fields and the form stays open', async () => {
    await using bot = await startBot(ERRORS);
    const answer = await bot.deliver(slack.submission());
    expect(answer.body).toEqual({ response_action: 'errors', errors: { version: 'Write it as 1.2.0.' } });
  });

  test('a modal replaces the form', async () => {
    await using bot = await startBot(MODAL);
    expect((await bot.deliver(slack.submission())).body).toEqual({ response_action: 'update', view: VIEW });
  });

  test('nothing closes the form', async () => {
    await using bot = await startBot(NOTHING);
    expect(await bot.deliver(slack.submission())).toEqual(EMPTY);
  });

  test.each<[string, Reply, object]>([
    ['a message', SAY, { text: 'Started.', blocks: BLOCKS }],
    ['a refusal', REFUSAL, { text: 'Only the captain may.' }],
  ])('%s closes it and is told to the asker where the form was opened', async (_name, reply, sent) => {
    await using bot = await startBot(reply);
    expect(await bot.deliver(slack.submission())).toEqual(EMPTY);
    expect((await bot.stub.next('chat.postEphemeral')).args).toEqual({ ...THREAD, ...sent });
  });

  test('without a place, or where Slack refuses it, the message comes as a direct one', async () => {
    await using bot = await startBot(REFUSAL);
    await bot.deliver(slack.submission({ private_metadata: 'REL-12' }));
    expect((await bot.stub.next('chat.postMessage')).args).toMatchObject({
      channel: 'D1',
      text: 'Only the captain may.',
    });
    bot.stub.refuse('chat.postEphemeral', 'not_in_channel');
    await bot.deliver(slack.submission());
    expect((await bot.stub.next('chat.postMessage')).args).toMatchObject({ channel: 'D1' });
  });
});

describe('to a shortcut', () => {
  test('a modal is opened', async () => {
    await using bot = await startBot(MODAL);
    await bot.deliver(slack.globalShortcut());
    expect(bot.stub.of('views.open')).toMatchObject([{ args: { trigger_id: 'trigger-4' } }]);
  });

  test('a message comes as a direct one, on a message it comes there', async () => {
    await using bot = await startBot(SAY);
    await bot.deliver(slack.globalShortcut());
    expect((await bot.stub.next('chat.postMessage')).args).toMatchObject({ channel: 'D1', text: 'Started.' });
    await bot.deliver(slack.messageShortcut(bot.stub.url));
    expect((await bot.stub.next('/response/5')).args).toMatchObject({ ...WHISPER, text: 'Started.' });
  });
});

describe('to a mention', () => {
  test.each<[string, Reply, string]>([
    ['a message', SAY, 'Started.'],
    ['a refusal', REFUSAL, 'Only the captain may.'],
    ['errors', ERRORS, 'Write it as 1.2.0.'],
    ['a modal, which nothing could open,', MODAL, 'slash command'],
  ])('%s is told to the asker in the thread', async (_name, reply, text) => {
    await using bot = await startBot(reply);
    expect((await bot.deliver(slack.mention())).status).toBe(200);
    const { args } = await bot.stub.next('chat.postEphemeral');
    expect(args).toMatchObject({ ...THREAD, text: expect.stringContaining(text) });
  });

  test('nothing is said when there is nothing to say', async () => {
    await using bot = await startBot(NOTHING);
    await bot.deliver(slack.mention());
    expect(bot.stub.calls.map(call => call.method)).toEqual(['auth.test', 'users.info']);
  });
});

describe('to somebody opening the home tab', () => {
  test('a message becomes the tab', async () => {
    await using bot = await startBot(SAY);
    await bot.deliver(slack.homeOpened());
    const { args } = await bot.stub.next('views.publish');
    expect(args).toEqual({ user_id: 'UANA', view: { type: 'home', blocks: BLOCKS } });
  });

  test('a refusal becomes the tab as well', async () => {
    await using bot = await startBot(REFUSAL);
    await bot.deliver(slack.homeOpened());
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Only the captain may.' } }];
    expect((await bot.stub.next('views.publish')).args).toMatchObject({ view: { blocks } });
  });
});
