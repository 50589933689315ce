import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { recordCalls } from '#src/adapters/record.ts';
import { createCall } from '#src/adapters/slack/call.ts';
import { slackLogger } from '#src/adapters/slack/logger.ts';
import { createPost } from '#src/adapters/slack/post.ts';
import { createMask } from '#src/telemetry/mask.ts';
import { quietLog } from './slack/support/log.ts';
import { startSlackStub } from './slack/support/slack-stub.ts';

const TOKEN = 'xoxb-1111-canary';
const PAGER_KEY = 'R0UTINGKEYCANARY';

async function startRecording() {
  const stub = await startSlackStub();
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-record-'));
  const file = join(folder, 'calls.jsonl');
  const record = recordCalls({ file, mask: createMask([TOKEN, PAGER_KEY]) });
  const slack = { botToken: TOKEN, apiUrl: stub.apiUrl, timeoutMs: 5_000, logger: slackLogger(quietLog()) };
  return {
    stub,
    fetch: record('slack'),
    pager: record('pagerduty-events'),
    call: createCall({ ...slack, fetch: record('slack') }),
    text: () => readFileSync(file, 'utf8'),
    lines: () =>
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true });
      await stub[Symbol.asyncDispose]();
    },
  };
}

test('a call is written down as it left, decoded, with its answer and without the token', async () => {
  await using recording = await startRecording();
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: `the token is ${TOKEN}` } }];
  await recording.call('chat.postMessage', { channel: 'C1', text: 'Hi.', blocks }, z.object({ ts: z.string() }));
  const [line] = recording.lines();
  expect(line).toMatchObject({
    vendor: 'slack',
    method: 'POST',
    path: '/api/chat.postMessage',
    headers: { authorization: '***', 'content-type': 'application/x-www-form-urlencoded' },
    body: { channel: 'C1', text: 'Hi.' },
    status: 200,
    response: { ok: true, ts: '1700000000.000100' },
  });
  expect(JSON.parse(line.body.blocks)).toMatchObject([{ text: { text: 'the token is ***' } }]);
  expect(Date.parse(line.at)).not.toBeNaN();
  expect(recording.text()).not.toContain('canary');
});

test('a call without an answer is written without a status', async () => {
  await using recording = await startRecording();
  recording.stub.answer('chat.update', 'reset');
  await expect(recording.call('chat.update', { channel: 'C1', ts: '1' }, z.object({}))).rejects.toThrow();
  expect(recording.lines()[0]).toMatchObject({ path: '/api/chat.update' });
  expect(recording.lines()[0]).not.toHaveProperty('status');
});

test('addresses that are secrets are hashed, and two of them stay two', async () => {
  await using recording = await startRecording();
  const post = createPost(recording.fetch, 5_000);
  const say = (path: string) =>
    post(recording.stub.url + path, { as: 'response_url', contentType: 'application/json', body: '{"text":"Hi."}' });
  await say('/response/one-time-canary-1');
  await say('/response/one-time-canary-2');
  await say('/response/one-time-canary-1');
  const [first, second, again] = recording.lines();
  expect(first).toMatchObject({ as: 'response_url', body: { text: 'Hi.' } });
  expect(first.path).toBe(again.path);
  expect(first.path).not.toBe(second.path);
  expect(recording.text()).not.toContain('canary');
});

test('bytes of a file are counted, not copied', async () => {
  await using recording = await startRecording();
  const body = Buffer.from('canary of a report');
  const request = { as: 'upload', contentType: 'application/octet-stream', body } as const;
  await createPost(recording.fetch, 5_000)(`${recording.stub.url}/upload/v1/x`, request);
  expect(recording.lines()[0]).toMatchObject({ as: 'upload', body: { bytes: 18 } });
});

test('other vendors are recorded under their names, keys in bodies masked', async () => {
  await using recording = await startRecording();
  await recording.pager(`${recording.stub.url}/v2/enqueue`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ routing_key: PAGER_KEY, event_action: 'trigger' }),
  });
  expect(recording.lines()[0]).toMatchObject({
    vendor: 'pagerduty-events',
    path: '/v2/enqueue',
    body: { routing_key: '***', event_action: 'trigger' },
  });
});
