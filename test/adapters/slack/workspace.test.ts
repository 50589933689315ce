import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createSlackApp } from '#src/adapters/slack/bolt-app.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { View } from '#src/chat/message.ts';
import type { Reply } from '#src/chat/reply.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import { quietLog } from './support/log.ts';

const VIEW: View = {
  type: 'modal',
  callback_id: 'gonogo:release.start',
  title: { type: 'plain_text', text: 'Start a release' },
  submit: { type: 'plain_text', text: 'Start' },
  private_metadata: JSON.stringify({ channel: 'C1' }),
  blocks: [
    {
      type: 'input',
      block_id: 'version',
      label: { type: 'plain_text', text: 'Version' },
      element: { type: 'plain_text_input', action_id: 'version' },
    },
  ],
};
const CARD = {
  text: 'REL-1 waits for go or no-go.',
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*REL-1* waits for go or no-go.' } },
    {
      type: 'actions' as const,
      elements: [
        {
          type: 'button' as const,
          action_id: 'gonogo:release.vote:go',
          value: 'REL-1/go',
          text: { type: 'plain_text' as const, text: 'Go' },
        },
      ],
    },
  ],
};

/** The bot's adapter in a strict workspace that knows the app from our own manifest. */
async function startWorkspace() {
  const manifest = parse(readFileSync('manifest.yml', 'utf8'));
  const slack = await startSlackFake({
    manifest,
    users: [
      { id: 'U1', name: 'ana', email: 'ana@example.com' },
      { id: 'U2', name: 'guest', is_restricted: true },
    ],
    channels: [
      { id: 'C1', name: 'releases' },
      { id: 'C2', name: 'elsewhere', members: ['U1'] },
    ],
    groups: [{ id: 'S1', handle: 'devops', users: ['U1', 'U2'] }],
  });
  const heard: Incoming[] = [];
  let reply: Reply = { kind: 'nothing' };
  const bot = createSlackApp({
    host: '127.0.0.1',
    port: 0,
    signingSecret: 'practice-signing-secret',
    botToken: 'xoxb-practice',
    apiUrl: slack.apiUrl,
    routes: [],
    log: quietLog(),
    clock: { now: Date.now },
    dispatch: async incoming => {
      heard.push(incoming);
      return reply;
    },
  });
  const { port } = await bot.start();
  slack.eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  return {
    slack,
    heard,
    chat: bot.chat,
    stop: bot.stop,
    replies(next: Reply) {
      reply = next;
    },
    post: (effectIds: readonly string[], channel = 'C1') =>
      bot.chat.post({ channel, thread: null, message: CARD, effectIds }),
    /** What only this person sees, newest last. */
    whispers: () => slack.workspace.ephemerals.all().map(one => one.text),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await slack.stop();
    },
  };
}

test('[B1] a command opens a form, the form is corrected, accepted and answered, and Slack objects to nothing', async () => {
  await using place = await startWorkspace();
  const { slack } = place;
  place.replies({ kind: 'modal', view: VIEW });
  await slack.slash({ user: 'U1', channel: 'C1', command: '/release', text: 'start' });
  const view = slack.workspace.views.top('U1');
  expect(view?.content).toMatchObject({ callback_id: 'gonogo:release.start' });
  if (!view) return;

  place.replies({ kind: 'errors', errors: { version: 'Write it as 1.2.0.' } });
  const wrong = await slack.submit({ user: 'U1', view, values: { version: 'one' } });
  expect(wrong.errors).toEqual({ version: 'Write it as 1.2.0.' });

  place.replies({ kind: 'say', message: { text: 'REL-1 started.' } });
  await slack.submit({ user: 'U1', view, values: { version: '1.2.0' } });
  expect(place.heard.at(-1)).toMatchObject({ kind: 'form', values: { version: '1.2.0' } });
  await expect.poll(place.whispers).toEqual(['REL-1 started.']);
  expect(slack.workspace.views.top('U1')).toBeUndefined();
  expect(slack.refusals).toEqual([]);
});

test('[B2] a button on a card is heard with who pressed it and answered to them alone', async () => {
  await using place = await startWorkspace();
  const card = await place.post(['e1']);
  place.replies({ kind: 'refusal', code: 'release.guest', text: 'Guests do not vote.' });
  await place.slack.press({ user: 'U2', message: card, actionId: 'gonogo:release.vote:go' });
  expect(place.heard[0]).toMatchObject({
    action: 'release.vote',
    value: 'REL-1/go',
    person: { user: 'U2', standing: 'guest' },
  });
  await expect.poll(place.whispers).toEqual(['Guests do not vote.']);
  expect(place.slack.workspace.messages.in('C1').map(message => message.text)).toEqual([CARD.text]);
  expect(place.slack.refusals).toEqual([]);
});

test('names in commands come as ids, mentions in threads with their thread', async () => {
  await using place = await startWorkspace();
  const card = await place.post(['e1']);
  await place.slack.slash({ user: 'U1', channel: 'C1', command: '/release', text: 'handover @guest' });
  await place.slack.say({ user: 'U1', channel: 'C1', text: '@gonogo note slow', thread_ts: card.ts });
  expect(place.heard).toMatchObject([
    { kind: 'command', text: 'handover <@U2|guest>' },
    { kind: 'mention', text: 'note slow', thread: card.ts },
  ]);
  expect(place.slack.refusals).toEqual([]);
});

test('a post whose answer was lost is there once, and is found by its effect id', async () => {
  await using place = await startWorkspace();
  const since = Date.now();
  place.slack.faults.add({ method: 'chat.postMessage', kind: 'reply-lost', times: 1 });
  await expect(place.post(['e1', 'e2'])).rejects.toMatchObject({ unknown: true });
  const found = await place.chat.find({ channel: 'C1', thread: null, effectIds: ['e2'], since });
  const messages = place.slack.workspace.messages.in('C1');
  expect(messages).toHaveLength(1);
  expect(found).toEqual({ channel: 'C1', ts: messages[0]?.ts, effectIds: ['e1', 'e2'] });
  expect(await place.chat.find({ channel: 'C1', thread: null, effectIds: ['e3'], since })).toBeNull();
  expect(place.slack.refusals).toEqual([]);
});

test('the outbox calls are ones Slack accepts', async () => {
  await using place = await startWorkspace();
  const { chat, slack } = place;
  const card = await place.post(['e1']);
  const message = { text: 'REL-1 is done.' };
  await chat.update({ ...card, message });
  await chat.post({ channel: 'C1', thread: card.ts, message, effectIds: ['e2'] });
  const direct = await chat.direct('U1');
  await chat.post({ channel: direct, thread: null, message, effectIds: ['e3'] });
  expect(await chat.find({ channel: 'C1', thread: card.ts, effectIds: ['e2'], since: 0 })).not.toBeNull();
  expect(await chat.groupMembers('devops')).toEqual(['U1', 'U2']);
  const bytes = Buffer.from('a,b\n1,2\n');
  const files = [{ name: 'kpi.csv', title: 'KPI', bytes }];
  expect(await chat.upload({ channel: 'C1', thread: card.ts, files })).toEqual([expect.stringMatching(/^https:\/\//)]);
  expect(slack.workspace.files.all()[0]?.content?.equals(bytes)).toBe(true);
  const wanted = { channel: 'C1', thread: card.ts, name: 'kpi.csv', since: 0 };
  expect(await chat.findFile(wanted)).not.toBeNull();
  expect(await chat.findFile({ ...wanted, name: 'other.csv' })).toBeNull();
  expect(await chat.findFile({ ...wanted, thread: null })).toBeNull();
  const updated = slack.workspace.messages.get('C1', card.ts);
  expect([updated?.text, updated?.blocks ?? []]).toEqual(['REL-1 is done.', []]);
  expect(slack.refusals).toEqual([]);
});

test('where the bot is no member, the failure says to invite it', async () => {
  await using place = await startWorkspace();
  await expect(place.post(['e1'], 'C2')).rejects.toThrow('/invite');
});

test('a delivery that comes twice is heard twice under one key', async () => {
  await using place = await startWorkspace();
  place.slack.faults.add({ method: 'event', kind: 'duplicate', times: 2 });
  await place.slack.say({ user: 'U1', channel: 'C1', text: '@gonogo note slow' });
  const keys = place.heard.map(incoming => incoming.key);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('what people mark, edit, delete and choose on a message comes in, and Slack finds no fault with our look-ups', async () => {
  await using place = await startWorkspace();
  const { slack, chat } = place;
  const { ts: thread } = await place.post(['e1']);
  const said = await slack.say({ user: 'U1', channel: 'C1', text: 'It is the cache', thread_ts: thread });

  await slack.react({ user: 'U1', message: said, name: 'pushpin' });
  await slack.messageShortcut({ user: 'U1', callbackId: 'gonogo:incident.capture', message: said });
  await slack.shortcut({ user: 'U1', callbackId: 'gonogo:incident.declare' });
  const { ts } = said;
  expect(await chat.message({ channel: 'C1', ts })).toEqual({
    user: 'U1',
    text: 'It is the cache',
    thread,
    permalink: said.permalink,
  });
  await chat.react({ channel: 'C1', ts, emoji: 'pushpin' });
  await chat.react({ channel: 'C1', ts, emoji: 'pushpin' });
  await slack.editMessage({ user: 'U1', message: said, text: 'It is the disk' });
  await slack.deleteMessage({ user: 'U1', message: said });
  expect(await chat.message({ channel: 'C1', ts })).toBeNull();
  expect(await chat.userByEmail('Ana@example.com')).toBe('U1');
  expect(await chat.userByEmail('nobody@example.com')).toBeNull();

  expect(place.heard).toMatchObject([
    { kind: 'reaction', thread, reaction: 'pushpin', message: { ts } },
    { kind: 'shortcut', shortcut: 'incident.capture', thread, message: { ts, text: 'It is the cache' } },
    { kind: 'shortcut', shortcut: 'incident.declare', channel: null, message: null },
    { kind: 'changed', thread, message: { ts, text: 'It is the disk' } },
    { kind: 'changed', thread, message: { ts, text: null } },
  ]);
  expect(slack.refusals.map(({ rule }) => rule)).toEqual(['reaction-once', 'thread-exists', 'email-known']);
});

test('a deleted message with replies is told, too, and what is left of it is no message', async () => {
  await using place = await startWorkspace();
  const { slack, chat } = place;
  const said = await slack.say({ user: 'U1', channel: 'C1', text: 'It burns' });
  await slack.say({ user: 'U1', channel: 'C1', text: 'Where?', thread_ts: said.ts });
  await slack.deleteMessage({ user: 'U1', message: said });
  expect(place.heard).toMatchObject([
    { kind: 'changed', person: { user: 'U1' }, message: { ts: said.ts, text: null } },
  ]);
  expect(await chat.message({ channel: 'C1', ts: said.ts })).toBeNull();
  expect(slack.refusals).toEqual([]);
});
