import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createPager } from '#src/adapters/pagerduty/pager.ts';
import { DAY } from '#src/base/time.ts';
import type { FaultKind } from '#src/fakes/pagerduty/faults.ts';
import { DEFAULT_DIRECTORY, type PagerDutyOptions } from '#src/fakes/pagerduty/options.ts';
import { failureOf, order } from '../../contracts/pager.ts';
import { startService } from '../support/service.ts';
import { NOON, type Scene, startScene, TOKEN } from './scene.ts';

let scene: Scene;
const start = async (options: PagerDutyOptions & { readonly timeoutMs?: number } = {}) => {
  scene = await startScene(options);
  return scene;
};
afterEach(() => scene[Symbol.asyncDispose]());

const PAGE = { dedupKey: 'gonogo-INC-7-on-call' };
const BY_SCHEDULE = { schedule: 'PSCHED1', policy: null };
const asked = () => scene.pagerDuty.calls.filter(call => call.vendor === 'pagerduty').map(call => call.path);

describe('what stands behind a key', () => {
  test('however old it is', async () => {
    const { pager, clock } = await start();
    await pager.trigger(order());
    clock.advance(200 * DAY);
    expect(await pager.readBack(PAGE)).toMatchObject({ state: 'triggered', at: NOON });
  });

  test.each(['none', 'own'] as const)("by its alert, where the incident's own key is %s", async incidentKeys => {
    const { pager } = await start({ incidentKeys });
    await pager.trigger(order());
    expect(await pager.readBack(PAGE)).toMatchObject({ state: 'triggered' });
    expect(asked().at(-1)).toMatch(/^\/incidents\/\w+\/alerts/);
  });

  test('never an incident of somebody else, should the filter fail', async () => {
    await start();
    await using forgetful = await startService();
    await using pager = createPager({ apiUrl: forgetful.url, token: TOKEN, keys: {} });
    await failureOf(pager.readBack(PAGE));
    const created_at = '2026-11-21T12:00:00Z';
    const other = { id: 'QOTHER', status: 'acknowledged', incident_key: 'of somebody else', created_at };
    forgetful.answer(forgetful.requests[0]?.path ?? '', JSON.stringify({ incidents: [other] }));
    forgetful.answer('/incidents/QOTHER/alerts?limit=100', JSON.stringify({ alerts: [{ alert_key: 'another' }] }));
    expect(await pager.readBack(PAGE)).toEqual({ state: 'absent' });
  });

  test('who is rung now, after nobody came', async () => {
    const { pager, pagerDuty, clock } = await start();
    await pager.trigger(order());
    clock.advance(5 * 60_000);
    await pagerDuty.tick();
    expect(await pager.readBack(PAGE)).toMatchObject({ state: 'triggered', assigned: ['Tom Berg'] });
  });

  test('one question is enough where PagerDuty names the key', async () => {
    const { pager } = await start();
    await pager.trigger(order());
    await pager.readBack(PAGE);
    expect(asked()).toHaveLength(1);
  });
});

describe('who is on call', () => {
  test('until when', async () => {
    const until = NOON + DAY;
    const schedules = [{ id: 'PSCHED1', name: 'On call', onCall: [{ user: 'PULI', until }] }];
    const { pager } = await start({ schedules });
    expect(await pager.onCall(BY_SCHEDULE)).toMatchObject([{ name: 'Li Wei', until }]);
  });

  test('each person once, however many policies name the schedule, and nobody of further levels', async () => {
    const [policy] = DEFAULT_DIRECTORY.policies;
    if (!policy) throw new Error('no policy');
    const { pager } = await start({ policies: [policy, { ...policy, id: 'POTHER' }] });
    expect(await pager.onCall(BY_SCHEDULE)).toHaveLength(1);
    expect(await pager.onCall({ schedule: null, policy: 'PPOLICY' })).toMatchObject([{ name: 'Li Wei' }]);
  });

  test('all pages are read, in order', async () => {
    const users = Array.from({ length: 230 }, (_, at) => ({
      id: `PU${at}`,
      name: `N${at}`,
      email: `n${at}@x.example`,
    }));
    const onCall = users.map(user => ({ user: user.id, until: null }));
    const { pager } = await start({
      users: [...DEFAULT_DIRECTORY.users, ...users],
      schedules: [{ id: 'PSCHED1', name: 'All', onCall }],
    });
    const found = await pager.onCall(BY_SCHEDULE);
    expect(found === 'cannot-ask' ? [] : found.map(one => one.name)).toEqual(users.map(user => user.name));
    expect(asked()).toHaveLength(3);
  });

  test('a schedule that PagerDuty does not know is refused with a remedy', async () => {
    const { pager } = await start();
    const error = await failureOf(pager.onCall({ schedule: 'PGONE', policy: null }));
    expect(error).toMatchObject({ code: 'pager.refused', retryable: false });
    expect(error.message).toMatch(/404.*Check that the id is right/);
  });
});

describe("the client's traps", () => {
  test.each([
    [{ kind: 'http-error', status: 500 }, 'pager.failed', true],
    [{ kind: 'http-error', status: 502, effect: true }, 'pager.failed', true],
    [{ kind: 'http-error', status: 403 }, 'pager.refused', false],
    [{ kind: 'http-error', status: 301 }, 'pager.failed', true],
    [{ kind: 'html-body' }, 'pager.failed', true],
    [{ kind: 'html-body', status: 503 }, 'pager.failed', true],
    [{ kind: 'cut-body' }, 'pager.failed', true],
    [{ kind: 'request-lost' }, 'pager.failed', true],
    [{ kind: 'hang' }, 'pager.failed', true],
  ] as readonly [FaultKind, string, boolean][])('%j is no answer', async (fault, code, retryable) => {
    const { pager, pagerDuty } = await start({ timeoutMs: 300 });
    pagerDuty.faults.add({ place: 'rest', ...fault });
    expect(await failureOf(pager.onCall(BY_SCHEDULE))).toMatchObject({ code, retryable, unknown: false });
    expect(await failureOf(pager.readBack(PAGE))).toMatchObject({ code, retryable, unknown: false });
  });

  test('a 429 comes back at once, is asked once, and says how long to wait', async () => {
    const { pager, pagerDuty } = await start({ timeoutMs: 60_000 });
    pagerDuty.faults.add({ place: 'rest', kind: 'rate-limit', retryAfter: 33 });
    expect(await failureOf(pager.readBack(PAGE))).toMatchObject({ code: 'pager.rate-limited', retryAfterMs: 33_000 });
    expect(asked()).toHaveLength(1);
  });

  test('one question that is refused does not end another beside it', async () => {
    const { pager, pagerDuty } = await start();
    pagerDuty.faults.add({ place: '/incidents', kind: 'rate-limit' });
    const [refused, found] = await Promise.all([failureOf(pager.readBack(PAGE)), pager.onCall(BY_SCHEDULE)]);
    expect([refused.code, found]).toMatchObject(['pager.rate-limited', [{ name: 'Li Wei' }]]);
  });

  test('a wrong token is said to be one, and not shown', async () => {
    const { pager } = await start({ token: 'another-token' });
    const { code, message, stack } = await failureOf(pager.readBack(PAGE));
    expect([code, message]).toEqual(['pager.refused', expect.stringContaining('Set PAGERDUTY_TOKEN')]);
    expect(`${message} ${stack}`).not.toContain(TOKEN);
  });

  test.each([
    ['hang', '{"place":"all","kind":"hang"}'],
    ['a 429', '{"place":"all","kind":"rate-limit"}'],
    ['a good answer', ''],
  ])('after %s nothing is left that keeps the process', async (_title, fault) => {
    await start();
    const child = spawn(process.execPath, [join(import.meta.dirname, 'leaves-nothing.ts'), fault]);
    const out: string[] = [];
    child.stdout.on('data', part => out.push(String(part)));
    child.stderr.on('data', part => out.push(String(part)));
    const [status] = await once(child, 'close');
    // The client's own timer would have held it for 20 or 30 s.
    expect([status, Number(out.join('')) < 5_000]).toEqual([0, true]);
  });
});
