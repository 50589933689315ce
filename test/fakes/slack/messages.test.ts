import { expect, test } from 'vitest';
import { SECOND } from '#src/base/time.ts';
import { actions, button, section } from './support/kit.ts';
import { startWorld } from './support/world.ts';

test('timestamps rise and never repeat, though the clock stands and then jumps back', async () => {
  const { client, clock } = await startWorld({ pacing: false });
  const stamps: string[] = [];

  for (let index = 0; index < 12; index += 1) {
    if (index === 6) clock.advance(-60 * SECOND);
    stamps.push((await client.chat.postMessage({ channel: 'C0OPS', text: `${index}` })).ts ?? '');
  }

  expect(new Set(stamps).size).toBe(12);
  expect([...stamps].sort()).toEqual(stamps);
});

test('history gives the newest first in pages, without replies, and metadata only when asked', async () => {
  const { client, slack } = await startWorld({ pacing: false });
  const metadata = { event_type: 'gonogo_effect', event_payload: { effect: 'e1' } };
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'first', metadata });
  await client.chat.postMessage({ channel: 'C0OPS', text: 'reply', thread_ts: ts });
  for (const text of ['second', 'third']) await client.chat.postMessage({ channel: 'C0OPS', text });

  const newest = await client.conversations.history({ channel: 'C0OPS', limit: 2 });
  const cursor = newest.response_metadata?.next_cursor ?? '';
  const oldest = await client.conversations.history({ channel: 'C0OPS', limit: 2, cursor, include_all_metadata: true });

  expect(newest.messages?.map(one => one.text)).toEqual(['third', 'second']);
  expect(newest.has_more).toBe(true);
  expect(oldest.messages).toMatchObject([{ text: 'first', metadata, reply_count: 1, thread_ts: ts }]);
  expect(oldest.has_more).toBe(false);
  const plainly = await client.conversations.history({ channel: 'C0OPS', oldest: ts, inclusive: true });
  expect(plainly.messages?.at(-1)).not.toHaveProperty('metadata');
  expect((await client.conversations.history({ channel: 'C0OPS', oldest: ts })).messages).toHaveLength(2);
  expect(slack.refusals).toEqual([]);
});

test('replies begin with the parent and go on in the order they came', async () => {
  const { client } = await startWorld();
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'REL-1' });
  const { ts: last = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'one', thread_ts: ts });
  await client.chat.postMessage({ channel: 'C0OPS', text: 'two', thread_ts: ts });

  const all = await client.conversations.replies({ channel: 'C0OPS', ts });
  const later = await client.conversations.replies({ channel: 'C0OPS', ts, oldest: last });

  expect(all.messages?.map(one => one.text)).toEqual(['REL-1', 'one', 'two']);
  expect(later.messages?.map(one => one.text)).toEqual(['REL-1', 'two']);
});

test('an update replaces text and blocks, keeps metadata and reactions, and keeps the link', async () => {
  const { client, slack } = await startWorld();
  const metadata = { event_type: 'gonogo', event_payload: { run: 'REL-1' } };
  const blocks = [section('Old'), actions(button())] as never;
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Old', blocks, metadata });
  await slack.react({ user: 'U0ANA', message: { channel: 'C0OPS', ts }, name: 'eyes' });
  const before = slack.workspace.messages.get('C0OPS', ts);

  await client.chat.update({ channel: 'C0OPS', ts, text: 'New' });

  const after = slack.workspace.messages.get('C0OPS', ts);
  expect(after).toMatchObject({ text: 'New', metadata, permalink: before?.permalink, reactions: [{ name: 'eyes' }] });
  expect(after?.blocks).toBeUndefined();
  expect(after?.revision).toBeGreaterThan(before?.revision ?? 0);
  expect(before?.text).toBe('Old');
  await client.chat.update({ channel: 'C0OPS', ts, text: 'New', metadata: {} as never });
  expect(slack.workspace.messages.get('C0OPS', ts)).not.toHaveProperty('metadata');
});

test('every change is told once, in order, with a rising revision', async () => {
  const { client, slack } = await startWorld();
  const heard: string[] = [];
  const revisions: number[] = [];
  const stop = slack.subscribe(change => {
    heard.push(change.type);
    revisions.push(change.revision);
  });

  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'One' });
  await client.chat.update({ channel: 'C0OPS', ts, text: 'Two' });
  await client.chat.delete({ channel: 'C0OPS', ts });
  stop();
  await client.chat.postMessage({ channel: 'C0OPS', text: 'Three' });

  expect(heard).toEqual(['message.posted', 'message.updated', 'message.deleted']);
  expect(revisions).toEqual([1, 2, 3]);
});
