import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPager } from '#src/adapters/pagerduty/pager.ts';
import type { FaultKind } from '#src/fakes/pagerduty/faults.ts';
import { DEFAULT_ROUTING_KEY } from '#src/fakes/pagerduty/options.ts';
import { CHANGE, failureOf, KEY, order } from '../../contracts/pager.ts';
import { startService } from '../support/service.ts';
import { type Scene, startScene } from './scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await startScene({ timeoutMs: 300 });
});
afterEach(() => scene[Symbol.asyncDispose]());

const bodyOf = () => scene.pagerDuty.calls.at(-1)?.body as { payload: { [name: string]: unknown }; links: unknown };
const fail = (fault: FaultKind) => scene.pagerDuty.faults.add({ place: 'events', ...fault });

describe('what is sent', () => {
  test('everything that is known, as PagerDuty documents it', async () => {
    await scene.pager.trigger(order());
    expect(scene.pagerDuty.calls.at(-1)).toMatchObject({ method: 'POST', path: '/v2/enqueue', status: 202 });
    expect(bodyOf()).toMatchObject({
      event_action: 'trigger',
      dedup_key: 'gonogo-INC-7-on-call',
      payload: {
        summary: 'SEV1: checkout is down',
        source: 'gonogo INC-7',
        severity: 'critical',
        timestamp: '2026-11-21T12:00:00.000Z',
        component: 'checkout',
        custom_details: { commander: 'Ana Lima' },
      },
      links: [{ href: 'https://shop.slack.example/archives/C1/p1', text: 'Thread' }],
    });
  });

  test('no component where there is none', async () => {
    await scene.pager.trigger(order({ component: null }));
    expect(bodyOf().payload).not.toHaveProperty('component');
  });

  test('a long summary is cut, and never through a character', async () => {
    await scene.pager.trigger(order({ summary: `${'x'.repeat(1_022)}🔥🔥` }));
    expect(bodyOf().payload['summary']).toBe(`${'x'.repeat(1_022)}…`);
    expect(scene.pagerDuty.refusals).toEqual([]);
  });

  test.each(['', ' '])('an empty summary ("%s") or source does not keep anybody asleep', async summary => {
    await scene.pager.trigger(order({ summary, source: '' }));
    expect(scene.pagerDuty.refusals).toEqual([]);
    expect(scene.pagerDuty.incidents()).toHaveLength(1);
  });

  test('details that are too long are left out, and the page goes', async () => {
    await scene.pager.trigger(order({ details: { log: 'é'.repeat(300_000) } }));
    expect(bodyOf().payload['custom_details']).toEqual({ note: 'The details were too long for PagerDuty.' });
    expect(scene.pagerDuty.refusals).toEqual([]);
  });

  test.each(['', 'x'.repeat(256)])('a key that PagerDuty would cut or refuse is not sent', async dedupKey => {
    expect(await failureOf(scene.pager.trigger(order({ dedupKey })))).toMatchObject({ code: 'pager.refused' });
    expect(await failureOf(scene.pager.resolve({ key: KEY, dedupKey }))).toMatchObject({ code: 'pager.refused' });
    expect(scene.pagerDuty.calls).toEqual([]);
  });
});

describe('what is no acceptance', () => {
  test.each([
    [{ kind: 'wrong-key' }, { retryable: true, unknown: true }],
    [
      { kind: 'html-body', status: 202 },
      { retryable: true, unknown: true },
    ],
    [
      { kind: 'html-body', status: 200 },
      { retryable: true, unknown: true },
    ],
    [{ kind: 'cut-body' }, { retryable: true, unknown: true }],
    [
      { kind: 'http-error', status: 500 },
      { retryable: true, unknown: true },
    ],
    [
      { kind: 'http-error', status: 408 },
      { retryable: true, unknown: true },
    ],
    [{ kind: 'hang' }, { retryable: true, unknown: true }],
    [{ kind: 'request-lost' }, { retryable: true, unknown: true }],
    [
      { kind: 'http-error', status: 302 },
      { retryable: true, unknown: false },
    ],
  ] as readonly [FaultKind, object][])('%j', async (fault, flags) => {
    fail(fault);
    expect(await failureOf(scene.pager.trigger(order()))).toMatchObject({ code: 'pager.failed', ...flags });
  });

  test.each([
    [200, { status: 'success', message: 'Event processed', dedup_key: order().dedupKey }],
    [202, { status: 'queued', message: 'Event processed', dedup_key: order().dedupKey }],
    [202, { status: 'success', message: 'Event processed' }],
    [202, []],
  ])('%i with %j', async (status, body) => {
    await using service = await startService();
    service.answer('/v2/enqueue', { status, body: JSON.stringify(body) });
    await using pager = createPager({ eventsUrl: service.url, token: null, keys: { [KEY]: DEFAULT_ROUTING_KEY } });
    expect(await failureOf(pager.trigger(order()))).toMatchObject({ code: 'pager.failed', unknown: true });
  });

  test.each([400, 403, 404, 413])('%i will never be accepted as it is', async status => {
    fail({ kind: 'http-error', status });
    expect(await failureOf(scene.pager.trigger(order()))).toMatchObject({ code: 'pager.refused', retryable: false });
  });

  test("PagerDuty's reasons are told", async () => {
    const { eventsUrl } = scene.pagerDuty;
    await using pager = createPager({ eventsUrl, token: null, keys: { [KEY]: 'short' } });
    const { message } = await failureOf(pager.trigger(order()));
    expect(message).toBe(
      "PagerDuty refused the event: 400 (Length of 'routing_key' is incorrect (should be 32 characters)).",
    );
  });

  test('a 429 says how long to wait, and one that does not is given a minute', async () => {
    fail({ kind: 'rate-limit', retryAfter: 17 });
    expect(await failureOf(scene.pager.trigger(order()))).toMatchObject({ retryAfterMs: 17_000 });
    scene.pagerDuty.faults.clear();
    fail({ kind: 'rate-limit' });
    expect(await failureOf(scene.pager.trigger(order()))).toMatchObject({ retryAfterMs: 60_000 });
  });

  test('a redirect is not followed: the routing key stays here', async () => {
    await using elsewhere = await startService();
    await using redirecting = await startService();
    redirecting.answer('/v2/enqueue', { status: 307, headers: { location: `${elsewhere.url}/v2/enqueue` } });
    await using pager = createPager({ eventsUrl: redirecting.url, token: null, keys: { [KEY]: DEFAULT_ROUTING_KEY } });
    expect(await failureOf(pager.trigger(order()))).toMatchObject({ code: 'pager.failed', retryable: true });
    expect(elsewhere.requests).toEqual([]);
  });
});

test('no message, cause or stack of a failure shows a routing key, even one that PagerDuty quotes', async () => {
  await using service = await startService();
  const quoted = JSON.stringify({ errors: [`'${DEFAULT_ROUTING_KEY}' is not a routing_key`] });
  for (const answer of [{ status: 400, body: quoted }, { status: 500, body: quoted }, 'hang', 'drop'] as const) {
    service.answer('/v2/enqueue', answer);
    const pager = createPager({
      eventsUrl: service.url,
      token: null,
      keys: { [KEY]: DEFAULT_ROUTING_KEY },
      timeoutMs: 100,
    });
    const { message, cause, stack } = await failureOf(pager.trigger(order()));
    expect(`${message} ${JSON.stringify(cause)} ${cause} ${stack}`).not.toContain(DEFAULT_ROUTING_KEY);
    await pager[Symbol.asyncDispose]();
  }
});

test('closing the pager ends what hangs', async () => {
  const patient = await startScene({ timeoutMs: 60_000 });
  patient.pagerDuty.faults.add({ place: 'all', kind: 'hang' });
  const calls = [failureOf(patient.pager.trigger(order())), failureOf(patient.pager.readBack(order()))];
  await patient.pager[Symbol.asyncDispose]();
  expect(await Promise.all(calls)).toMatchObject([{ code: 'pager.failed' }, { code: 'pager.failed' }]);
  await patient[Symbol.asyncDispose]();
});

test('a change does not go to the key of an event orchestration, and the sentence says what to do', async () => {
  const parts = { eventsUrl: scene.pagerDuty.eventsUrl, token: null, keys: { [KEY]: `R${'x'.repeat(31)}` } };
  await using pager = createPager(parts);
  const failure = await failureOf(pager.change(CHANGE));
  expect(failure).toMatchObject({ code: 'pager.refused', retryable: false });
  expect(failure.message).toContain('GONOGO_CHANGE_EVENTS=off');
  expect(scene.pagerDuty.calls).toEqual([]);
});

test('a friendly answer that is not as documented is no word that a change was taken', async () => {
  fail({ kind: 'html-body' });
  expect(await failureOf(scene.pager.change(CHANGE))).toMatchObject({ unknown: true });
});
