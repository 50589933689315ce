import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { DEFAULT_ROUTING_KEY } from '#src/fakes/pagerduty/options.ts';
import { type PagerDutyFake, startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { createPhones, type Phones } from '#src/practice/phones.ts';

const START = Date.parse('2026-11-24T19:00:00Z');

let now: number;
let pagerDuty: PagerDutyFake;
let phones: Phones;

beforeEach(async () => {
  now = START;
  pagerDuty = await startPagerDuty({ clock: { now: () => now } });
  phones = createPhones(pagerDuty, new Map([['PULI', 'U0LI']]));
});

afterEach(() => pagerDuty[Symbol.asyncDispose]());

async function send(action: 'trigger' | 'resolve'): Promise<void> {
  const payload = { summary: 'SEV1 INC-7: checkout down', source: 'gonogo', severity: 'critical' };
  const event = { routing_key: DEFAULT_ROUTING_KEY, event_action: action, dedup_key: 'gonogo-INC-7' };
  const body = JSON.stringify(action === 'trigger' ? { ...event, payload } : event);
  const headers = { 'content-type': 'application/json' };
  await fetch(`${pagerDuty.eventsUrl}/v2/enqueue`, { method: 'POST', headers, body });
}

test('a phone that begins to ring is told once, and nothing is told while it goes on ringing', async () => {
  expect(phones.begun()).toBe(null);
  await send('trigger');
  expect(phones.begun()).toBe('Stopped: the phone of Li Wei rings.');
  expect(phones.begun()).toBe(null);
});

test('when nobody comes and PagerDuty rings the next one, that is told as well', async () => {
  await send('trigger');
  phones.begun();
  now += 5 * MINUTE;
  await pagerDuty.tick();
  expect(phones.begun()).toBe('Stopped: the phone of Tom Berg rings.');
});

test('what rings is shown with what PagerDuty knows of it, and as the Slack person who has the phone', async () => {
  await send('trigger');
  expect(phones.state().ringing).toEqual([
    {
      ...{ phone: 'PULI', user: 'U0LI', name: 'Li Wei', key: 'gonogo-INC-7', number: 1 },
      ...{ title: 'SEV1 INC-7: checkout down', service: 'Shop', since: START },
    },
  ]);
});

test('what phones did stays to be read, the newest first, and what came over the service was gonogo', async () => {
  await send('trigger');
  now += MINUTE;
  await pagerDuty.acknowledge('PULI', 'gonogo-INC-7');
  now += MINUTE;
  await send('resolve');
  expect(phones.state().ringing).toEqual([]);
  expect(phones.state().log).toEqual([
    { at: START + 2 * MINUTE, who: 'gonogo', did: 'resolved', number: 1 },
    { at: START + MINUTE, who: 'Li Wei', did: 'acknowledged', number: 1 },
    { at: START, who: 'Li Wei', did: 'rang', number: 1 },
  ]);
});
