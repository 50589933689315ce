import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '#src/fakes/slack/calls.ts';
import { startWorld } from './support/world.ts';

test('calls are appended to a file the moment they are answered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'slack-fake-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const recordTo = join(folder, 'calls.jsonl');
  const { slack, call } = await startWorld({ recordTo });

  await call('auth.test');
  slack.setRun('second');
  await call('users.info', { user: 'U0NOBODY' });

  const lines = readFileSync(recordTo, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(lines).toMatchObject([
    { vendor: 'slack', path: '/api/auth.test', status: 200 },
    { run: 'second', body: { user: 'U0NOBODY' }, response: { ok: false, error: 'user_not_found' } },
  ]);
});

test('a log keeps the newest entries and no more than twice what it should', () => {
  const log = createLog<number>(10);

  for (let entry = 0; entry < 95; entry += 1) log.add(entry);

  expect(log.entries.length).toBeLessThanOrEqual(20);
  expect(log.entries.at(-1)).toBe(94);
  expect(log.entries.length).toBeGreaterThanOrEqual(10);
});

test('a refusal says which rule, where and why; forgetting leaves the workspace as it is', async () => {
  const { slack, call, clock } = await startWorld();
  await call('chat.postMessage', { channel: 'C0OPS', text: 'Hello' });
  await call('chat.postMessage', { channel: 'C0OPS', text: 'Hello', colour: 'red' });

  expect(slack.refusals).toEqual([
    {
      at: clock.now(),
      where: 'chat.postMessage',
      rule: 'argument-known',
      error: 'invalid_arguments',
      details: ['[ERROR] unknown argument: colour'],
    },
  ]);
  slack.forget();
  expect([slack.calls, slack.refusals, slack.deliveries]).toEqual([[], [], []]);
  expect(slack.workspace.messages.in('C0OPS')).toHaveLength(1);
});

test('without an address of the bot a person cannot act', async () => {
  const { slack } = await startWorld();
  slack.eventsUrl = undefined;

  await expect(slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release' })).rejects.toThrow(/eventsUrl/);
});

test('somebody deactivated in the middle of a run is so from then on', async () => {
  const { slack, client } = await startWorld();

  slack.workspace.directory.putUser({ id: 'U0ANA', name: 'ana', deleted: true });

  expect(await client.users.info({ user: 'U0ANA' })).toMatchObject({ user: { deleted: true } });
});
