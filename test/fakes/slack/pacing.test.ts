import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '#src/base/time.ts';
import { startWorld } from './support/world.ts';

const SAID = { channel: 'C0OPS', text: 'Hello' };

test('a burst of five posts passes, then one a second, and Retry-After says when', async () => {
  const { call, clock, slack } = await startWorld();
  for (let index = 0; index < 5; index += 1) expect((await call('chat.postMessage', SAID)).status).toBe(200);

  const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-practice' },
    body: new URLSearchParams(SAID),
  });

  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect((await call('chat.postMessage', { ...SAID, channel: 'C0SECRET' })).status).toBe(200);
  clock.advance(SECOND);
  expect((await call('chat.postMessage', SAID)).status).toBe(200);
  expect((await call('chat.postMessage', SAID)).status).toBe(429);
});

test('chat.update has fifty calls in any sixty seconds of the whole workspace', async () => {
  const { call, clock } = await startWorld();
  const { body } = await call('chat.postMessage', SAID);
  const update = () => call('chat.update', { ...SAID, ts: body['ts'] });
  for (let index = 0; index < 50; index += 1) {
    expect((await update()).status).toBe(200);
    clock.advance(SECOND);
  }

  expect((await update()).status).toBe(429);
  clock.advance(MINUTE - 50 * SECOND);
  expect((await update()).status).toBe(200);
});

test('without pacing nothing is held back', async () => {
  const { call } = await startWorld({ pacing: false });

  const answers = await Promise.all(Array.from({ length: 60 }, () => call('chat.postMessage', SAID)));

  expect(answers.every(answer => answer.status === 200)).toBe(true);
});
