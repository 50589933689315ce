import { expect, test } from 'vitest';
import { acceptReadings } from '#src/domain/measure/accept.ts';
import { promotion } from '#src/domain/measure/promotion.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import { defineWatch } from '#src/domain/measure/watch.ts';
import { metric, probe, value } from './metrics.ts';
import { last, play, promoted, type Said } from './play.ts';

const UP: SampleOutcome = { kind: 'probe', ok: true, silent: false, detail: 'HTTP 200' };
const ERROR: SampleOutcome = { kind: 'error', silent: false, detail: 'HTTP 500' };
const WARMING: SampleOutcome = { kind: 'warming-up' };
const METRICS = [metric(), probe()];
const WATCH = defineWatch({ metrics: METRICS });
const HELD = defineWatch({ metrics: METRICS, holdForMs: 30_000 });

function at(seconds: number, rate: SampleOutcome = value(0.002), health: SampleOutcome = UP): Said {
  return { at: seconds * 1000, 'error-rate': rate, health };
}

test('before the first wave one pass of every metric is enough', () => {
  expect(promoted(WATCH, last(play(WATCH, [at(0)])).state, null).ready).toBe(true);
});

test('a pass from before the shift, or of its very moment, is not fresh', () => {
  const { state } = last(play(WATCH, [at(0), at(15)]));
  expect(promoted(WATCH, state, 14_999).ready).toBe(true);
  expect(promoted(WATCH, state, 15_000)).toMatchObject({
    ready: false,
    waitsFor: [{ metric: 'error-rate' }, { metric: 'health' }],
    says: 'waits for a fresh pass of error rate, health',
  });
});

test.each([
  ['fail', value(0.5)],
  ['error', ERROR],
])('%s after a pass is not ready', (_, outcome) => {
  expect(promoted(WATCH, last(play(WATCH, [at(0), at(15, outcome)])).state, null).ready).toBe(false);
});

test('a metric that only warms up has not passed', () => {
  expect(promoted(WATCH, last(play(WATCH, [at(0, WARMING)])).state, null).ready).toBe(false);
});

test('a first scrape after a restart takes nothing back', () => {
  expect(promoted(WATCH, last(play(WATCH, [at(0), at(15, WARMING)])).state, null).ready).toBe(true);
});

test('[X4] a pass from before a long stop says nothing about now, nor does what a person accepted then', () => {
  const { state } = last(play(WATCH, [at(0), at(15)]));
  expect(promotion(WATCH, state, { since: 1_000, now: 75_000 }).ready).toBe(true);
  expect(promotion(WATCH, state, { since: 1_000, now: 75_001 })).toMatchObject({
    ready: false,
    says: 'waits for a fresh pass of error rate, health',
  });
  const failed = last(play(WATCH, [at(0, value(0.014))])).state;
  const accepted = acceptReadings(WATCH, failed, { 'error-rate': { action: 'pause', value: 0.014 } }, 1_000);
  const [first] = promotion(WATCH, accepted, { since: null, now: 60_001 }).waitsFor;
  expect(first).toEqual({ metric: 'error-rate', accepted: false });
});

test('passes in different sweeps are no common pass', () => {
  const { state } = last(play(WATCH, [at(0, WARMING), at(15, value(0.002), ERROR)]));
  expect(promoted(WATCH, state, null).ready).toBe(false);
});

test('fresh passes in different sweeps are no common fresh pass', () => {
  const { state } = last(play(WATCH, [at(0), at(15, value(0.002), WARMING), at(30, WARMING)]));
  expect(promoted(WATCH, state, 10_000)).toMatchObject({ ready: false, waitsFor: [], says: 'no common pass yet' });
});

test('held together for so long, after the shift', () => {
  const { state } = last(play(HELD, [at(0), at(15), at(30), at(45)]));
  expect(promoted(HELD, state, null).ready).toBe(true);
  expect(promoted(HELD, state, 15_000).ready).toBe(true);
  expect(promoted(HELD, state, 16_000)).toMatchObject({ ready: false, says: 'all pass for 29 s of 30 s' });
});

test('an error only starts the hold anew', () => {
  const said = [at(0), at(15), at(30, ERROR), at(45), at(60), at(75)];
  expect(play(HELD, said).map(({ state }) => promoted(HELD, state, null).ready)).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
});

test('a watch that judges nothing is never ready', () => {
  const recorded = defineWatch({ metrics: [metric({ limits: [] }), probe({ shadow: true })] });
  expect(promoted(recorded, last(play(recorded, [at(0)])).state, null)).toMatchObject({ ready: false, waitsFor: [] });
});

test('what a person accepted is named as such, and is still no pass', () => {
  const { state } = last(play(WATCH, [at(0, value(0.014))]));
  const accepted = acceptReadings(WATCH, state, { 'error-rate': { action: 'pause', value: 0.014 } }, 1_000);
  expect(promoted(WATCH, accepted, null)).toMatchObject({
    ready: false,
    waitsFor: [{ metric: 'error-rate', accepted: true }],
  });
});

test('what got clearly worse than what a person was told is not accepted', () => {
  const { state } = last(play(WATCH, [at(0, value(0.6))]));
  const accepted = acceptReadings(WATCH, state, { 'error-rate': { action: 'pause', value: 0.014 } }, 1_000);
  expect(promoted(WATCH, accepted, null).waitsFor).toEqual([{ metric: 'error-rate', accepted: false }]);
});
