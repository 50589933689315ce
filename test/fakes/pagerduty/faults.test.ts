import { expect, test } from 'vitest';
import type { FaultKind } from '#src/fakes/pagerduty/faults.ts';
import { startWorld, TRIGGER } from './world.ts';

test.each([
  [{ kind: 'request-lost' }, 0],
  [{ kind: 'reply-lost' }, 1],
  [{ kind: 'cut-body' }, 1],
] as readonly [FaultKind, number][])('%j breaks the call and leaves %i incidents', async (fault, incidents) => {
  const { pagerDuty, event } = await startWorld();
  pagerDuty.faults.add({ place: 'events', times: 1, ...fault });

  await expect(event(TRIGGER)).rejects.toThrow();

  expect(pagerDuty.incidents()).toHaveLength(incidents);
  expect(pagerDuty.calls.at(-1)).not.toHaveProperty('status');
  expect((await event(TRIGGER)).status).toBe(202);
});

test.each([
  [{ kind: 'http-error' }, 500, 0],
  [{ kind: 'http-error', status: 503, effect: true }, 503, 1],
  [{ kind: 'rate-limit' }, 429, 0],
  [{ kind: 'accept-and-drop' }, 202, 0],
] as readonly [FaultKind, number, number][])(
  '%j answers %i and leaves %i incidents',
  async (fault, status, incidents) => {
    const { pagerDuty, event } = await startWorld();
    pagerDuty.faults.add({ place: '/v2/enqueue', times: 1, ...fault });

    expect((await event(TRIGGER)).status).toBe(status);

    expect(pagerDuty.incidents()).toHaveLength(incidents);
    expect(pagerDuty.faults.struck).toBe(1);
  },
);

test('what was accepted may happen only later', async () => {
  const { pagerDuty, event, clock } = await startWorld();
  pagerDuty.faults.add({ place: 'events', kind: 'late', ms: 30_000, times: 1 });

  expect((await event(TRIGGER)).status).toBe(202);
  expect([pagerDuty.incidents(), pagerDuty.nextDue()]).toEqual([[], clock.now() + 30_000]);
  clock.advance(30_000);
  await pagerDuty.tick();

  expect(pagerDuty.phone('PULI').ringing).toHaveLength(1);
});

test('a 202 may be for another key', async () => {
  const { pagerDuty, event } = await startWorld();
  pagerDuty.faults.add({ place: 'events', kind: 'wrong-key' });

  expect((await event(TRIGGER)).body.dedup_key).not.toBe('INC-7');
});

test.each([[false, 0] as const, [true, 1] as const])(
  'a call that hangs (effect: %s) leaves %i incidents',
  async (effect, count) => {
    const { pagerDuty } = await startWorld();
    pagerDuty.faults.add({ place: 'events', kind: 'hang', effect });
    const call = fetch(`${pagerDuty.eventsUrl}/v2/enqueue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(TRIGGER),
      signal: AbortSignal.timeout(200),
    });

    await expect(call).rejects.toThrow('timeout');

    expect(pagerDuty.incidents()).toHaveLength(count);
  },
);

test('an incident may be there while no phone rings', async () => {
  const { pagerDuty, event } = await startWorld();
  pagerDuty.faults.add({ place: 'phone', kind: 'silent' });

  await event(TRIGGER);

  expect(pagerDuty.incidents()).toHaveLength(1);
  expect(pagerDuty.phone('PULI')).toEqual({ ringing: [], log: [] });
});

test('an account that is gone refuses connections, and is itself again when it comes back', async () => {
  const { pagerDuty, event } = await startWorld();
  await event(TRIGGER);
  await pagerDuty.goAway();

  await expect(event(TRIGGER)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });

  await pagerDuty.comeBack();
  expect((await event(TRIGGER)).status).toBe(202);
  expect(pagerDuty.incidents()).toHaveLength(1);
});

test('a lifted fault strikes no more', async () => {
  const { pagerDuty, event } = await startWorld();
  const lift = pagerDuty.faults.add({ place: 'all', kind: 'http-error' });
  lift();

  expect((await event(TRIGGER)).status).toBe(202);
});
