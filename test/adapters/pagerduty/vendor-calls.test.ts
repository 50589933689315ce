import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_ROUTING_KEY } from '#src/fakes/pagerduty/options.ts';
import { CHANGE, order } from '../../contracts/pager.ts';
import { type Scene, startScene, TOKEN } from './scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene[Symbol.asyncDispose]());

type Line = {
  readonly vendor: string;
  readonly path: string;
  readonly headers: object;
  readonly [name: string]: unknown;
};
const lines = (): readonly Line[] =>
  scene
    .recorded()
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

async function everyCall() {
  await scene.pager.trigger(order());
  await scene.pager.acknowledge(order());
  await scene.pager.readBack(order());
  await scene.pager.onCall({ schedule: 'PSCHED1', policy: null });
  await scene.pager.resolve(order());
  await scene.pager.change(CHANGE);
}

test('every call is written down as it left, under its vendor, with what came back', async () => {
  await everyCall();
  const received = scene.pagerDuty.calls;
  expect(lines().map(({ vendor, method, path, status }) => ({ vendor, method, path, status }))).toEqual(
    received.map(({ vendor, method, path, status }) => ({ vendor, method, path, status })),
  );
  expect(lines()[0]).toMatchObject({
    vendor: 'pagerduty-events',
    body: { routing_key: '***', event_action: 'trigger' },
    response: { status: 'success' },
  });
  // What is judged later must be what was really sent.
  for (const [at, { headers }] of lines().entries()) expect(received[at]?.headers).toMatchObject(headers);
});

test('no line shows the routing key or the token, though nobody told the mask of them', async () => {
  await everyCall();
  scene.pagerDuty.faults.add({ place: 'all', kind: 'request-lost', times: 1 });
  await scene.pager.readBack(order()).catch(() => undefined);
  expect(lines().at(-1)).toMatchObject({ vendor: 'pagerduty', headers: { authorization: '***' } });
  expect(scene.recorded()).not.toContain(DEFAULT_ROUTING_KEY);
  expect(scene.recorded()).not.toContain(TOKEN);
});

test('a call without an answer, and a 429, stand there as what they were', async () => {
  scene.pagerDuty.faults.add({ place: '/incidents', kind: 'hang', times: 1 });
  await scene.pager.readBack(order()).catch(() => undefined);
  scene.pagerDuty.faults.add({ place: '/incidents', kind: 'rate-limit', times: 1 });
  await scene.pager.readBack(order()).catch(() => undefined);
  const [hung, limited] = lines();
  expect(hung).not.toHaveProperty('status');
  expect(limited).toMatchObject({ status: 429 });
});
