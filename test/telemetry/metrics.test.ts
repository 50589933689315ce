import { expect, test } from 'vitest';
import { createMetrics } from '#src/telemetry/metrics.ts';

const COUNTS = {
  events: 41,
  effects: { due: 2, done: 7 },
  timers: 3,
  openRuns: 1,
  openIncidents: { SEV1: 1 },
  alerts: [],
};

test('effects are counted by kind and outcome, unknown ones once more', async () => {
  const metrics = createMetrics();
  metrics.effectEnded({ kind: 'chat.post', outcome: 'done' });
  metrics.effectEnded({ kind: 'chat.post', outcome: 'done' });
  metrics.effectEnded({ kind: 'pager.trigger', outcome: 'unknown' });
  const text = await metrics.render(COUNTS);
  expect(text).toContain('gonogo_effects_total{kind="chat.post",outcome="done"} 2');
  expect(text).toContain('gonogo_effects_total{kind="pager.trigger",outcome="unknown"} 1');
  expect(text).toContain('gonogo_effect_outcomes_unknown_total{kind="pager.trigger"} 1');
});

test('timers show how late they fired, requests how fast they were answered', async () => {
  const metrics = createMetrics();
  metrics.timerFired({ lateMs: 1_500 });
  metrics.timerFired({ lateMs: -20 });
  metrics.requestAnswered({ kind: 'command', outcome: 'late', ms: 2_600 });
  const text = await metrics.render(COUNTS);
  expect(text).toContain('gonogo_timer_lateness_seconds_sum 1.5');
  expect(text).toContain('gonogo_timer_lateness_seconds_bucket{le="2"} 2');
  expect(text).toContain('gonogo_requests_total{kind="command",outcome="late"} 1');
  expect(text).toContain('gonogo_ack_seconds_bucket{le="2.5",kind="command"} 0');
  expect(text).toContain('gonogo_ack_seconds_bucket{le="3",kind="command"} 1');
});

test('the store is counted at every scrape, and a state nobody is in disappears', async () => {
  const metrics = createMetrics();
  await metrics.render(COUNTS);
  const text = await metrics.render({ ...COUNTS, effects: { done: 9 } });
  expect(text).toContain('gonogo_store_events 41');
  expect(text).toContain('gonogo_store_effects{state="done"} 9');
  expect(text).not.toContain('state="due"');
  expect(text).toContain('gonogo_store_readable 1');
});

test('a store that cannot be read is itself a figure', async () => {
  expect(await createMetrics().render(null)).toContain('gonogo_store_readable 0');
});

test('two registries in one process do not mix', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.effectEnded({ kind: 'chat.post', outcome: 'done' });
  expect(await other.render(null)).not.toContain('kind="chat.post"');
});

test('alerts are counted by priority and state, with the moment they were measured last', async () => {
  const metrics = createMetrics();
  const alert = { name: 'errors', title: 'Errors', since: null, says: '' } as const;
  const text = await metrics.render({
    events: 0,
    effects: {},
    timers: 0,
    openRuns: 0,
    openIncidents: {},
    alerts: [
      {
        product: 'shop',
        environments: [
          {
            name: 'production',
            sweptAt: 1_795_521_600_000,
            intervalMs: 60_000,
            alerts: [
              { ...alert, priority: 'P1', state: 'firing' },
              { ...alert, priority: 'P1', state: 'blind' },
              { ...alert, priority: 'P1', state: 'firing' },
            ],
          },
        ],
      },
    ],
  });
  expect(text).toContain('gonogo_alerts{product="shop",environment="production",priority="P1",state="firing"} 2');
  expect(text).toContain('gonogo_alerts{product="shop",environment="production",priority="P1",state="blind"} 1');
  expect(text).toContain(
    'gonogo_alerts_last_sweep_timestamp_seconds{product="shop",environment="production"} 1795521600',
  );
});
