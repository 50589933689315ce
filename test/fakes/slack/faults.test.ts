import { expect, test } from 'vitest';
import { clientOf, startWorld } from './support/world.ts';

const SAID = { channel: 'C0OPS', text: 'Hello' };

test('a lost reply leaves the message in the channel, though the client saw the connection break', async () => {
  const { slack, client } = await startWorld();
  slack.faults.add({ method: 'chat.postMessage', kind: 'reply-lost', times: 1 });

  await expect(client.chat.postMessage(SAID)).rejects.toThrow();

  expect(slack.workspace.messages.in('C0OPS')).toHaveLength(1);
  expect(slack.calls.at(-1)).not.toHaveProperty('status');
  expect(await client.chat.postMessage(SAID)).toMatchObject({ ok: true });
});

test('a lost request leaves nothing', async () => {
  const { slack, client } = await startWorld();
  slack.faults.add({ method: 'all', kind: 'request-lost', times: 1 });

  await expect(client.chat.postMessage(SAID)).rejects.toThrow();

  expect(slack.workspace.messages.in('C0OPS')).toEqual([]);
});

test('a cut answer breaks off in the middle after the effect', async () => {
  const { slack, client } = await startWorld();
  slack.faults.add({ method: 'chat.postMessage', kind: 'cut-body', times: 1 });

  await expect(client.chat.postMessage(SAID)).rejects.toThrow();

  expect(slack.workspace.messages.in('C0OPS')).toHaveLength(1);
});

test('a rate limit says how long to wait and has no effect', async () => {
  const { slack, client } = await startWorld();
  slack.faults.add({ method: 'chat.update', kind: 'rate-limit', retryAfter: 30, times: 1 });
  const { ts = '' } = await client.chat.postMessage(SAID);

  await expect(client.chat.update({ ...SAID, ts, text: 'New' })).rejects.toMatchObject({ retryAfter: 30 });

  expect(slack.workspace.messages.get('C0OPS', ts)?.text).toBe('Hello');
});

test.each([
  [{ kind: 'http-error' } as const, 0],
  [{ kind: 'http-error', status: 503, effect: true } as const, 1],
  [{ kind: 'html-body' } as const, 0],
  [{ kind: 'html-body', effect: true } as const, 1],
  [{ kind: 'error', error: 'internal_error' } as const, 0],
])('%j fails the call and leaves %i messages', async (fault, messages) => {
  const { slack, client } = await startWorld();
  slack.faults.add({ ...fault, method: 'chat.postMessage', times: 1 });

  await expect(client.chat.postMessage(SAID)).rejects.toThrow();

  expect(slack.workspace.messages.in('C0OPS')).toHaveLength(messages);
  expect(slack.faults.list()).toEqual([]);
});

test('a slow Slack has acted already when its client gives up waiting', async () => {
  const { slack } = await startWorld();
  slack.faults.add({ method: 'chat.postMessage', kind: 'delay', ms: 300, when: 'after', times: 1 });
  const patience = new AbortController();
  slack.subscribe(() => patience.abort());
  const headers = { authorization: 'Bearer xoxb-practice' };
  const call = fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    body: new URLSearchParams(SAID),
    headers,
    signal: patience.signal,
  });

  await expect(call).rejects.toThrow();

  expect(slack.workspace.messages.in('C0OPS')).toHaveLength(1);
});

test('faults with a probability strike by the seed, the same in each run', async () => {
  const strikes = async (seed: number) => {
    const { slack, call } = await startWorld({ seed });
    slack.faults.add({ method: 'api.test', kind: 'http-error', probability: 0.5 });
    const statuses: number[] = [];
    for (let index = 0; index < 20; index += 1) statuses.push((await call('api.test')).status);
    return statuses.join();
  };

  const first = await strikes(7);
  expect(first).toContain('500');
  expect(first).toContain('200');
  expect(await strikes(7)).toBe(first);
  expect(await strikes(8)).not.toBe(first);
});

test('a lifted fault strikes no more', async () => {
  const { slack } = await startWorld();
  const lift = slack.faults.add({ method: 'all', kind: 'http-error' });
  lift();

  expect(await clientOf(slack.apiUrl).auth.test()).toMatchObject({ ok: true });
  expect(slack.faults.struck).toBe(0);
});
