import { describe, expect, test } from 'vitest';
import type { GonogoError } from '#src/errors.ts';
import { startHarness } from './support/harness.ts';
import type { StubAnswer } from './support/slack-stub.ts';

const AT = Date.parse('2026-11-21T10:00:00Z');
const MESSAGE = { text: 'REL-12 started.' };
const POST = { channel: 'C1', thread: null, message: MESSAGE, effectIds: ['e1', 'e2'] };
const FIND = { channel: 'C1', thread: null, effectIds: ['e2'], since: AT };

const carrying = (ids: string, more: object = {}) => ({
  ts: '1763719200.000100',
  bot_id: 'BBOT',
  metadata: { event_type: 'gonogo_effect', event_payload: { effect_id: ids.split(' ')[0], effect_ids: ids } },
  ...more,
});

async function failure(work: Promise<unknown>): Promise<GonogoError> {
  return work.then(
    () => expect.unreachable('it should have failed'),
    error => error,
  );
}

describe('posting', () => {
  test('a post carries its effect ids and parses nothing', async () => {
    await using bot = await startHarness();
    const posted = await bot.app.chat.post({ ...POST, thread: '1700000000.000001' });
    expect(posted).toEqual({ channel: 'C1', ts: '1700000000.000100' });
    expect(bot.stub.of('chat.postMessage')[0]?.args).toEqual({
      channel: 'C1',
      thread_ts: '1700000000.000001',
      text: 'REL-12 started.',
      metadata: { event_type: 'gonogo_effect', event_payload: { effect_id: 'e1', effect_ids: 'e1 e2' } },
      parse: 'none',
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
  });

  test.each<[string, StubAnswer]>([
    ['the connection is reset', 'reset'],
    ['the answer is cut', 'cut'],
    ['Slack answers 503', { text: 'busy', status: 503 }],
    ['a proxy answers with a page', { text: '<html>Sign in</html>' }],
    ['Slack breaks on its side', { json: { ok: false, error: 'internal_error' } }],
    ['Slack breaks badly', { json: { ok: false, error: 'fatal_error' } }],
    ['Slack is unavailable', { json: { ok: false, error: 'service_unavailable' } }],
    ['the answer holds no timestamp', { json: { ok: true } }],
  ])('when %s, the outcome is unknown, and it was sent once', async (_name, answer) => {
    await using bot = await startHarness();
    bot.stub.answer('chat.postMessage', answer);
    const error = await failure(bot.app.chat.post(POST));
    expect(error).toMatchObject({ code: 'chat.failed', unknown: true, retryable: false });
    expect(bot.stub.of('chat.postMessage')).toHaveLength(1);
  });

  test.each<[string, StubAnswer, number]>([
    [
      'says how long',
      { json: { ok: false, error: 'ratelimited' }, status: 429, headers: { 'retry-after': '7' } },
      7_000,
    ],
    ['does not say how long', { json: { ok: false, error: 'ratelimited' }, status: 429 }, 60_000],
    ['says it in an answer', { json: { ok: false, error: 'rate_limited' } }, 60_000],
  ])('when Slack asks for patience and %s, it is known when to come again', async (_name, answer, retryAfterMs) => {
    await using bot = await startHarness();
    bot.stub.answer('chat.postMessage', answer);
    const error = await failure(bot.app.chat.post(POST));
    expect(error).toMatchObject({ code: 'chat.rate-limited', unknown: false, retryable: true, retryAfterMs });
  });

  test.each([
    ['not_in_channel', '/invite'],
    ['channel_not_found', '/invite'],
    ['is_archived', 'Unarchive'],
    ['missing_scope', 'manifest.yml'],
    ['invalid_blocks', 'invalid_blocks'],
  ])('a refusal with %s is certain, final and says what to do', async (word, remedy) => {
    await using bot = await startHarness();
    bot.stub.refuse('chat.postMessage', word);
    const error = await failure(bot.app.chat.post(POST));
    expect(error).toMatchObject({ code: 'chat.failed', unknown: false, retryable: false });
    expect(error.message).toContain(remedy);
  });

  test('when nobody listens at all, nothing was sent and it may be tried again', async () => {
    await using bot = await startHarness();
    await bot.stub[Symbol.asyncDispose]();
    const error = await failure(bot.app.chat.post(POST));
    expect(error).toMatchObject({ code: 'chat.failed', unknown: false, retryable: true });
  });
});

describe('finding what may have been posted', () => {
  test('a message of ours with one of the ids is found in the channel, on a later page too', async () => {
    await using bot = await startHarness();
    bot.stub.answer('conversations.history', ({ cursor }) => ({
      json: cursor
        ? { ok: true, messages: [carrying('e1 e2')] }
        : { ok: true, messages: [carrying('e9')], response_metadata: { next_cursor: 'page2' } },
    }));
    expect(await bot.app.chat.find(FIND)).toEqual({ channel: 'C1', ts: '1763719200.000100', effectIds: ['e1', 'e2'] });
    expect(bot.stub.of('conversations.history')[0]?.args).toEqual({
      channel: 'C1',
      oldest: ((AT - 60_000) / 1_000).toFixed(6),
      limit: '200',
      include_all_metadata: 'true',
    });
  });

  test("another app's message with our ids is not ours", async () => {
    await using bot = await startHarness();
    const forged = carrying('e2', { bot_id: 'BEVIL', user: 'UEVIL' });
    bot.stub.answer('conversations.history', { json: { ok: true, messages: [forged] } });
    expect(await bot.app.chat.find(FIND)).toBeNull();
  });

  test('in a thread the replies are read', async () => {
    await using bot = await startHarness();
    bot.stub.answer('conversations.replies', { json: { ok: true, messages: [carrying('e2')] } });
    expect(await bot.app.chat.find({ ...FIND, thread: '1700000000.000001' })).not.toBeNull();
    expect(bot.stub.of('conversations.replies')[0]?.args).toMatchObject({ ts: '1700000000.000001' });
  });

  test('an endless channel is not read for ever, and "not found" is not claimed', async () => {
    await using bot = await startHarness();
    bot.stub.answer('conversations.history', {
      json: { ok: true, messages: [], response_metadata: { next_cursor: 'more' } },
    });
    expect(await failure(bot.app.chat.find(FIND))).toMatchObject({ code: 'chat.failed' });
    expect(bot.stub.of('conversations.history')).toHaveLength(10);
  });

  test('a look-up without an answer may simply be repeated', async () => {
    await using bot = await startHarness();
    bot.stub.answer('conversations.history', 'reset');
    expect(await failure(bot.app.chat.find(FIND))).toMatchObject({ unknown: false, retryable: true });
  });
});

test('an update replaces text and blocks, also when there are no blocks any more', async () => {
  await using bot = await startHarness();
  await bot.app.chat.update({ channel: 'C1', ts: '1700000000.000100', message: MESSAGE });
  const [call] = bot.stub.of('chat.update');
  expect(call?.args).toEqual({
    channel: 'C1',
    ts: '1700000000.000100',
    text: 'REL-12 started.',
    blocks: [],
    parse: 'none',
  });
});

test('the channel of direct messages is opened', async () => {
  await using bot = await startHarness();
  expect(await bot.app.chat.direct('UANA')).toBe('D1');
  expect(bot.stub.of('conversations.open')[0]?.args).toEqual({ users: 'UANA' });
});

describe('uploading', () => {
  const FILE = {
    channel: 'C1',
    thread: '1700000000.000001',
    files: [{ name: 'report.csv', title: 'Report', bytes: Buffer.from('a,b\n') }],
  };

  async function startUploadBot(uploaded: StubAnswer = { text: 'OK - 4' }) {
    const bot = await startHarness();
    const upload_url = `${bot.stub.url}/upload/v1/secret`;
    bot.stub.answer('files.getUploadURLExternal', { json: { ok: true, upload_url, file_id: 'F1' } });
    bot.stub.answer('/upload/v1/secret', uploaded);
    bot.stub.answer('files.completeUploadExternal', { json: { ok: true, files: [{ id: 'F1', title: 'Report' }] } });
    return bot;
  }

  test('a file goes by three calls into the thread', async () => {
    await using bot = await startUploadBot();
    const [permalink] = await bot.app.chat.upload(FILE);
    expect(permalink).toBe('https://team.slack.com/files/UBOT/F1/');
    expect(bot.stub.of('files.getUploadURLExternal')[0]?.args).toEqual({ filename: 'report.csv', length: '4' });
    expect(bot.stub.of('/upload/v1/secret')[0]).toMatchObject({ token: '', args: { body: 'a,b\n' } });
    expect(bot.stub.of('files.completeUploadExternal')[0]?.args).toEqual({
      files: [{ id: 'F1', title: 'Report' }],
      channel_id: 'C1',
      thread_ts: '1700000000.000001',
    });
  });

  test('several go into one message, with one sentence above them', async () => {
    await using bot = await startUploadBot();
    const two = [...FILE.files, { name: 'report.pdf', title: 'The same', bytes: Buffer.from('%PDF') }];
    expect(await bot.app.chat.upload({ ...FILE, files: two, comment: 'Both' })).toHaveLength(2);
    expect(bot.stub.of('files.getUploadURLExternal').map(call => call.args['filename'])).toEqual([
      'report.csv',
      'report.pdf',
    ]);
    expect(bot.stub.of('files.completeUploadExternal').map(call => call.args)).toMatchObject([
      { files: [{ title: 'Report' }, { title: 'The same' }], initial_comment: 'Both' },
    ]);
  });

  test('bytes that were not taken can be sent again: nothing is visible yet', async () => {
    await using bot = await startUploadBot({ text: 'busy', status: 500 });
    expect(await failure(bot.app.chat.upload(FILE))).toMatchObject({ unknown: false, retryable: true });
    expect(bot.stub.of('files.completeUploadExternal')).toEqual([]);
  });
});

describe('user groups', () => {
  const GROUPS = { ok: true, usergroups: [{ id: 'S1', handle: 'devops', users: ['UANA', 'UBEN'] }] };

  test('members are found by handle and by id, with one call a minute', async () => {
    await using bot = await startHarness();
    bot.stub.answer('usergroups.list', { json: GROUPS });
    for (const name of ['devops', '@devops', 'S1']) {
      expect(await bot.app.chat.groupMembers(name)).toEqual(['UANA', 'UBEN']);
    }
    expect(bot.stub.of('usergroups.list')).toHaveLength(1);
    bot.advanceClock(60_000);
    await bot.app.chat.groupMembers('devops');
    expect(bot.stub.of('usergroups.list')).toHaveLength(2);
  });

  test('an unknown group and a plan without groups are said', async () => {
    await using bot = await startHarness();
    bot.stub.answer('usergroups.list', { json: GROUPS });
    expect((await failure(bot.app.chat.groupMembers('sre'))).message).toContain('no user group sre');
    bot.advanceClock(60_000);
    bot.stub.refuse('usergroups.list', 'plan_upgrade_required');
    expect((await failure(bot.app.chat.groupMembers('devops'))).message).toContain('paid');
  });
});

describe('a message by its place', () => {
  const PLACE = { channel: 'C1', ts: '1700000000.000300' };
  const REPLY = { ts: PLACE.ts, thread_ts: '1700000000.000001', user: 'UBEN', text: 'it is slow' };

  test('comes with author, text, thread and permalink, whatever else Slack sends along', async () => {
    await using bot = await startHarness();
    const parent = { ...REPLY, ts: REPLY.thread_ts, text: 'INC-1' };
    bot.stub.answer('conversations.replies', { json: { ok: true, messages: [parent, REPLY] } });
    bot.stub.answer('chat.getPermalink', { json: { ok: true, permalink: 'https://team.slack.com/archives/C1/p1' } });
    expect(await bot.app.chat.message(PLACE)).toEqual({
      user: 'UBEN',
      text: 'it is slow',
      thread: '1700000000.000001',
      permalink: 'https://team.slack.com/archives/C1/p1',
    });
    const { channel, ts } = PLACE;
    const range = { channel, ts, oldest: ts, latest: ts, inclusive: 'true', limit: '10' };
    expect(bot.stub.of('conversations.replies')[0]?.args).toEqual(range);
  });

  test.each([
    ['Slack does not know it', { ok: false, error: 'thread_not_found' }],
    ['only others are there', { ok: true, messages: [{ ...REPLY, ts: '1700000000.000001' }] }],
    ['only its stone is left', { ok: true, messages: [{ ...REPLY, subtype: 'tombstone' }] }],
  ])('is null when %s', async (_name, json) => {
    await using bot = await startHarness();
    bot.stub.answer('conversations.replies', { json });
    expect(await bot.app.chat.message(PLACE)).toBeNull();
  });

  test('that goes while it is read is null; a channel we cannot see is said', async () => {
    await using bot = await startHarness();
    bot.stub.answer('conversations.replies', { json: { ok: true, messages: [REPLY] } });
    bot.stub.refuse('chat.getPermalink', 'message_not_found');
    expect(await bot.app.chat.message(PLACE)).toBeNull();
    bot.stub.refuse('conversations.replies', 'not_in_channel');
    expect((await failure(bot.app.chat.message(PLACE))).message).toContain('/invite');
  });
});

describe('an emoji of ours', () => {
  const PIN = { channel: 'C1', ts: '1700000000.000300', emoji: 'pushpin' };

  test('is put on a message, and done before counts as done', async () => {
    await using bot = await startHarness();
    await bot.app.chat.react(PIN);
    const { channel, ts } = PIN;
    expect(bot.stub.of('reactions.add')[0]?.args).toEqual({ channel, timestamp: ts, name: 'pushpin' });
    bot.stub.refuse('reactions.add', 'already_reacted');
    await expect(bot.app.chat.react(PIN)).resolves.toBeUndefined();
    bot.stub.refuse('reactions.add', 'message_not_found');
    expect(await failure(bot.app.chat.react(PIN))).toMatchObject({ code: 'chat.failed', retryable: false });
  });
});

describe('people by mail address', () => {
  const found = (user: object) => ({ json: { ok: true, user: { id: 'ULI', ...user } } });

  test('one question serves ten minutes, however the address is written', async () => {
    await using bot = await startHarness();
    bot.stub.answer('users.lookupByEmail', found({}));
    for (const address of ['li@example.com', ' Li@Example.com']) {
      expect(await bot.app.chat.userByEmail(address)).toBe('ULI');
    }
    expect(bot.stub.of('users.lookupByEmail')).toHaveLength(1);
    bot.advanceClock(600_000);
    bot.stub.refuse('users.lookupByEmail', 'users_not_found');
    expect(await bot.app.chat.userByEmail('li@example.com')).toBeNull();
    expect(await bot.app.chat.userByEmail('li@example.com')).toBeNull();
    expect(bot.stub.of('users.lookupByEmail')).toHaveLength(2);
  });

  test('whoever left is nobody to call', async () => {
    await using bot = await startHarness();
    bot.stub.answer('users.lookupByEmail', found({ deleted: true }));
    expect(await bot.app.chat.userByEmail('li@example.com')).toBeNull();
  });

  test('a failure is said and not remembered', async () => {
    await using bot = await startHarness();
    bot.stub.refuse('users.lookupByEmail', 'missing_scope');
    expect((await failure(bot.app.chat.userByEmail('li@example.com'))).message).toContain('manifest.yml');
    bot.stub.answer('users.lookupByEmail', found({}));
    expect(await bot.app.chat.userByEmail('li@example.com')).toBe('ULI');
  });
});
