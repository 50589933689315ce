import { describe, expect, test } from 'vitest';
import { RULE_IDS, type RuleId } from '#src/fakes/pagerduty/rules.ts';
import { BAD_CALLS, type BadCall } from './bad-calls.ts';
import { startWorld, TRIGGER } from './world.ts';

test('every rule has an example that breaks it', () => {
  const broken = new Set<RuleId>(BAD_CALLS.map(bad => bad.rule));

  expect(RULE_IDS.filter(rule => !broken.has(rule))).toEqual([]);
});

describe('a bad call is refused by its rule, and passes when that rule alone is dropped', () => {
  test.each(BAD_CALLS.map((bad, at) => [`${at} ${bad.rule}`, bad] as const))('%s', async (_title, bad) => {
    const others = bad.without ?? [];

    expect(await attempt(bad, others)).toEqual({ status: bad.status, refusals: [bad.rule] });

    const lax = await attempt(bad, [...others, bad.rule]);
    expect(lax.refusals).toEqual([]);
    expect([200, 202]).toContain(lax.status);
  });
});

async function attempt({ act }: BadCall, without: readonly RuleId[]) {
  const world = await startWorld({ without });
  const { status } = await act(world);
  return { status, refusals: world.pagerDuty.refusals.map(one => one.rule) };
}

test('a refused event is told as PagerDuty tells it', async () => {
  const { event } = await startWorld();

  expect(await event({ ...TRIGGER, routing_key: 'short' })).toMatchObject({
    status: 400,
    body: {
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: ["Length of 'routing_key' is incorrect (should be 32 characters)"],
    },
  });
});

test('questions are told how many are left, and a refused one carries the code', async () => {
  const { ask, clock } = await startWorld();
  await ask('/oncalls');
  clock.advance(20_000);

  const second = await ask('/oncalls');
  expect(Object.fromEntries(second.headers)).toMatchObject({
    'ratelimit-limit': '960',
    'ratelimit-remaining': '958',
    'ratelimit-reset': '40',
  });
  expect((await ask('/oncalls', { authorization: '' })).body).toMatchObject({ error: { code: 2006 } });
});

test('one key that is worn out leaves the others alone, and a minute later it is good again', async () => {
  const services = ['a', 'b'].map(letter => ({
    id: `PS${letter}`,
    name: letter,
    routingKey: letter.repeat(32),
    policy: 'PPOLICY',
  }));
  const { event, clock } = await startWorld({ services });
  const send = (letter: string) => event({ ...TRIGGER, routing_key: letter.repeat(32) });
  for (let index = 0; index < 120; index += 1) await send('a');

  expect((await send('a')).status).toBe(429);
  expect((await send('b')).status).toBe(202);
  clock.advance(60_000);
  expect((await send('a')).status).toBe(202);
});

test('how the account is set up is told: schedules and policies by id, and where webhooks go while they go anywhere', async () => {
  const { ask, pagerDuty } = await startWorld();
  expect((await ask('/abilities')).body).toMatchObject({ abilities: expect.arrayContaining(['teams']) });
  expect((await ask('/schedules/PSCHED1')).body).toMatchObject({ schedule: { id: 'PSCHED1', name: 'On call' } });
  expect((await ask('/escalation_policies/PPOLICY')).body).toMatchObject({ escalation_policy: { name: 'Shop' } });
  expect((await ask('/webhook_subscriptions')).body).toMatchObject({ webhook_subscriptions: [] });
  pagerDuty.webhookUrl = 'http://127.0.0.1:9/webhooks/pagerduty';
  expect((await ask('/webhook_subscriptions')).body).toMatchObject({
    webhook_subscriptions: [{ active: true, delivery_method: { url: 'http://127.0.0.1:9/webhooks/pagerduty' } }],
  });
  expect(pagerDuty.refusals).toEqual([]);
});
