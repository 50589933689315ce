import { describe, expect, test } from 'vitest';
import { acceptReadings } from '#src/domain/measure/accept.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import { defineWatch, startWatch } from '#src/domain/measure/watch.ts';
import { above, metric, probe, value } from './metrics.ts';
import { every15s, last, outcomes, play } from './play.ts';

const GOOD = value(0.002, 5000);
const BAD = value(0.014, 4812);
const DOWN: SampleOutcome = { kind: 'probe', ok: false, silent: false, detail: 'HTTP 503, expected 200' };
const UP: SampleOutcome = { kind: 'probe', ok: true, silent: false, detail: 'HTTP 200' };
const ERROR: SampleOutcome = { kind: 'error', silent: false, detail: 'HTTP 500' };
const SILENT: SampleOutcome = { kind: 'error', silent: true, detail: 'no answer' };
const WARMING: SampleOutcome = { kind: 'warming-up' };

const FOR_30S = metric({ limits: [above(0.01, { forMs: 30_000 })] });
const MINUTE = 60_000;

describe('limits', () => {
  test('[V6] without a duration one failed reading acts', () => {
    const watch = defineWatch({ metrics: [metric()] });
    expect(last(play(watch, every15s([BAD]))).outcome).toEqual({
      kind: 'act',
      action: 'pause',
      metrics: ['error-rate'],
      fresh: true,
      says: 'error rate 1.4 % > 1 %, 4,812 requests',
    });
  });

  test('with a duration it acts when it has held that long, and says in how many readings', () => {
    const swept = play(defineWatch({ metrics: [FOR_30S] }), every15s([BAD, BAD, BAD]));
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'act pause']);
    expect(last(swept).outcome.says).toBe('error rate 1.4 % > 1 % in 3 of 3 readings over 30 s, 4,812 requests');
  });

  test('a pass in between starts it anew', () => {
    const swept = play(defineWatch({ metrics: [FOR_30S] }), every15s([BAD, BAD, GOOD, BAD, BAD, BAD]));
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'calm', 'calm', 'calm', 'act pause']);
  });

  test('flapping never lasts', () => {
    const swept = play(defineWatch({ metrics: [FOR_30S] }), every15s([BAD, GOOD, BAD, GOOD, BAD, GOOD, BAD]));
    expect(new Set(outcomes(swept))).toEqual(new Set(['calm']));
  });

  test('a reading that could not be measured neither ends nor completes it', () => {
    const swept = play(defineWatch({ metrics: [FOR_30S] }), every15s([BAD, ERROR, ERROR, BAD]));
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'calm', 'act pause']);
    expect(last(swept).outcome.says).toContain('in 2 of 4 readings over 45 s');
  });

  test('too few samples under the limit end it, over the limit they do not', () => {
    const sampled = { ...FOR_30S, minSamples: { source: FOR_30S.source, min: 50 } };
    const watch = defineWatch({ metrics: [sampled] });
    expect(outcomes(play(watch, every15s([BAD, value(0, 3), BAD])))).toEqual(['calm', 'calm', 'calm']);
    expect(outcomes(play(watch, every15s([BAD, value(0.9, 3), BAD])))).toEqual(['calm', 'calm', 'act pause']);
  });

  test('a gap nobody can vouch for starts it anew', () => {
    const watch = defineWatch({ metrics: [FOR_30S] });
    const said = [
      { at: 0, 'error-rate': BAD },
      { at: 10 * MINUTE, 'error-rate': BAD },
    ];
    expect(outcomes(play(watch, said))).toEqual(['calm', 'calm']);
  });

  test('a clock that jumps back starts it anew', () => {
    const watch = defineWatch({ metrics: [FOR_30S] });
    const said = [60, 75, 10, 25, 40].map(s => ({ at: s * 1000, 'error-rate': BAD }));
    expect(outcomes(play(watch, said))).toEqual(['calm', 'calm', 'calm', 'calm', 'act pause']);
  });

  test('the same sweep again counts for nothing', () => {
    const watch = defineWatch({ metrics: [FOR_30S] });
    const swept = play(watch, [
      { at: 0, 'error-rate': BAD },
      { at: 0, 'error-rate': BAD },
    ]);
    expect(swept[1]?.state.metrics).toEqual(swept[0]?.state.metrics);
  });

  test('failures are counted in a row', () => {
    const twice = probe({ limits: [{ condition: { kind: 'failures', count: 3 }, forMs: null, action: 'rollback' }] });
    const swept = play(defineWatch({ metrics: [twice] }), every15s([DOWN, DOWN, UP, DOWN, DOWN, DOWN], 'health'));
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'calm', 'calm', 'calm', 'act rollback']);
    expect(last(swept).outcome.says).toBe('health fails: HTTP 503, expected 200 in 3 of 3 readings over 30 s');
  });

  test('failing for a time', () => {
    const failing = { metric: 'health', condition: { kind: 'failing' }, forMs: 30_000 } as const;
    const watch = defineWatch({ metrics: [probe()], limits: 'none', rollbackWhen: [failing] });
    expect(outcomes(play(watch, every15s([DOWN, DOWN, DOWN], 'health')))).toEqual(['calm', 'calm', 'act rollback']);
  });

  test('shadow records and never acts', () => {
    const watch = defineWatch({ metrics: [metric({ shadow: true }), probe()] });
    const said = [0, 15, 30, 45, 60].map(s => ({ at: s * 1000, 'error-rate': s < 20 ? BAD : ERROR, health: UP }));
    expect(new Set(outcomes(play(watch, said)))).toEqual(new Set(['calm']));
    expect(last(play(watch, said)).state.greenSince).toBe(0);
  });

  test('what is announced once is not fresh again until it was gone', () => {
    const swept = play(defineWatch({ metrics: [metric()] }), every15s([BAD, BAD, GOOD, BAD]));
    expect(swept.map(({ outcome }) => 'fresh' in outcome && outcome.fresh)).toEqual([true, false, false, true]);
  });
});

describe('the strongest action wins', () => {
  test('[V6] of one metric, and of several', () => {
    const rate = metric({ limits: [above(0.01, { action: 'warn' }), above(0.02, { action: 'ask-rollback' })] });
    const lag = metric({ name: 'lag', title: 'lag', unit: 'count', limits: [above(1000)] });
    const watch = defineWatch({ metrics: [rate, lag, probe()] });
    const at = (s: number, rate: number, lag: number, health: SampleOutcome) => ({
      at: s * 1000,
      'error-rate': value(rate),
      lag: value(lag),
      health,
    });
    const swept = play(watch, [
      at(0, 0.015, 0, UP),
      at(15, 0.015, 2000, UP),
      at(30, 0.03, 2000, UP),
      at(45, 0.03, 2000, DOWN),
    ]);
    expect(outcomes(swept)).toEqual(['act warn', 'act pause', 'act ask-rollback', 'act rollback']);
    expect(last(swept).outcome).toMatchObject({ metrics: ['health'] });
  });

  test('metrics that ask for the same are named together', () => {
    const lag = metric({ name: 'lag', title: 'lag', unit: 'count', limits: [above(1000)] });
    const said = [{ at: 0, 'error-rate': BAD, lag: value(1200) }];
    const { outcome } = last(play(defineWatch({ metrics: [metric(), lag] }), said));
    expect(outcome).toMatchObject({
      metrics: ['error-rate', 'lag'],
      says: 'error rate 1.4 % > 1 %, 4,812 requests; lag 1,200 > 1,000',
    });
  });

  test('[W6] over 1 % pauses at once, over 2 % for 5 minutes rolls back', () => {
    const over2 = {
      metric: 'error-rate',
      condition: { kind: 'above', value: 0.02, text: '2%' },
      forMs: 5 * MINUTE,
    } as const;
    const watch = defineWatch({ metrics: [metric()], rollbackWhen: [over2] });
    const swept = play(watch, every15s(Array.from({ length: 21 }, () => value(0.03))));
    expect(outcomes(swept)).toEqual([...Array.from({ length: 20 }, () => 'act pause'), 'act rollback']);
  });

  test('the action of a watch step stands in place of the metrics own', () => {
    const watch = defineWatch({ metrics: [metric(), probe()], action: 'warn' });
    expect(outcomes(play(watch, [{ at: 0, 'error-rate': BAD, health: DOWN }]))).toEqual(['act warn']);
  });
});

describe('nobody knows', () => {
  test('four errors in a row pause, ask and page', () => {
    const swept = play(
      defineWatch({ metrics: [probe(), metric()] }),
      [0, 10, 25, 40].map(s => ({ at: s * 1000, health: UP, 'error-rate': ERROR })),
    );
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'calm', 'ask']);
    expect(last(swept).outcome).toMatchObject({
      page: true,
      metrics: ['error-rate'],
      says: 'error rate could not be measured: HTTP 500 (4 times in a row)',
    });
  });

  test('a pass in between counts from zero; a first scrape does not', () => {
    const watch = defineWatch({ metrics: [metric()] });
    expect(outcomes(play(watch, every15s([ERROR, ERROR, ERROR, GOOD, ERROR])))).not.toContain('ask');
    expect(outcomes(play(watch, every15s([ERROR, ERROR, ERROR, WARMING, ERROR]))).at(-1)).toBe('ask');
  });

  test('eight inconclusive readings in a row pause and ask, and page nobody', () => {
    const watch = defineWatch({ metrics: [metric({ pass: { below: 0.005, text: '0.5%' } })] });
    const swept = play(watch, every15s(Array.from({ length: 8 }, () => value(0.007))));
    expect(outcomes(swept).slice(0, 7)).not.toContain('ask');
    expect(last(swept).outcome).toMatchObject({ kind: 'ask', page: false });
  });

  test('errors are looked at again sooner, with backoff up to the grid', () => {
    const minutely = metric({ intervalMs: MINUTE, consecutiveErrorLimit: 9 });
    const swept = play(defineWatch({ metrics: [minutely] }), every15s([GOOD, ERROR, ERROR, ERROR, ERROR, GOOD]));
    expect(swept.map(one => one.nextInMs / 1000)).toEqual([60, 10, 20, 40, 60, 60]);
  });

  test('a metric the sweep came without is an error', () => {
    const swept = play(defineWatch({ metrics: [metric(), probe()] }), [{ at: 0, health: UP }]);
    expect(last(swept).state.metrics['error-rate']).toMatchObject({ verdict: 'error', errors: 1 });
    expect(last(swept).state.greenSince).toBeNull();
  });

  test('when every source is silent at once we are cut off: no probe fails', () => {
    const silentProbe: SampleOutcome = { kind: 'probe', ok: false, silent: true, detail: 'no answer' };
    const watch = defineWatch({ metrics: [metric(), probe()] });
    const said = [0, 15, 30, 45].map(s => ({ at: s * 1000, 'error-rate': SILENT, health: silentProbe }));
    const swept = play(watch, said);
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'calm', 'ask']);
    expect(last(swept).outcome.says).toContain('probably the bot that is cut off');
  });

  test('one silent service among others that answer is down', () => {
    const silentProbe: SampleOutcome = { kind: 'probe', ok: false, silent: true, detail: 'no answer' };
    const watch = defineWatch({ metrics: [metric(), probe()] });
    expect(outcomes(play(watch, [{ at: 0, 'error-rate': ERROR, health: silentProbe }]))).toEqual(['act rollback']);
  });

  test('one server alone cannot show that we are cut off', () => {
    const silentProbe: SampleOutcome = { kind: 'probe', ok: false, silent: true, detail: 'no answer' };
    expect(outcomes(play(defineWatch({ metrics: [probe()] }), [{ at: 0, health: silentProbe }]))).toEqual([
      'act rollback',
    ]);
  });
});

describe('green for the watch verb', () => {
  const watch = defineWatch({ metrics: [metric()], green: { forMs: 30_000, atMostMs: 90_000 } });

  test('is reached without a break', () => {
    const swept = play(watch, every15s([GOOD, GOOD, GOOD]));
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'green']);
    expect(last(swept).outcome.says).toBe('all 1 pass, green for 30 s of 30 s');
  });

  test('begins anew after an error, goes on over a first scrape', () => {
    expect(outcomes(play(watch, every15s([GOOD, ERROR, GOOD, GOOD])))).not.toContain('green');
    expect(outcomes(play(watch, every15s([GOOD, WARMING, GOOD])))).toEqual(['calm', 'calm', 'green']);
    expect(outcomes(play(watch, every15s([GOOD, GOOD, WARMING])))).not.toContain('green');
  });

  test('begins anew after a gap', () => {
    const hours = defineWatch({ metrics: [metric()], green: { forMs: 30_000, atMostMs: null } });
    const said = [
      { at: 0, 'error-rate': GOOD },
      { at: 10 * MINUTE, 'error-rate': GOOD },
    ];
    expect(outcomes(play(hours, said))).toEqual(['calm', 'calm']);
  });

  test('begins anew when the clock jumps back', () => {
    const said = [60, 75, 10, 25].map(s => ({ at: s * 1000, 'error-rate': GOOD }));
    expect(last(play(watch, said)).state).toMatchObject({ greenSince: 10_000, greenAt: 25_000 });
  });

  test('is late when its time is up, unless it is reached that very moment', () => {
    expect(outcomes(play(watch, every15s([GOOD, ERROR, ERROR, GOOD, ERROR, GOOD, GOOD]))).at(-1)).toBe('late');
    expect(outcomes(play(watch, every15s([GOOD, ERROR, ERROR, GOOD, GOOD, GOOD]))).at(-1)).toBe('green');
    expect(outcomes(play(watch, every15s([ERROR, ERROR, ERROR, WARMING, GOOD, GOOD, GOOD]))).at(-1)).toBe('green');
  });

  test('nothing judged is never green', () => {
    const recorded = defineWatch({ metrics: [metric({ limits: [] })], green: { forMs: 0, atMostMs: null } });
    const swept = play(recorded, every15s([GOOD, GOOD]));
    expect(outcomes(swept)).toEqual(['calm', 'calm']);
    expect(last(swept).state.greenAt).toBeNull();
  });
});

describe('a person goes on', () => {
  const watch = defineWatch({ metrics: [metric()] });
  const TOLD = { 'error-rate': { action: 'pause', value: 0.014 } } as const;

  test('what they saw does not pause again, a clearly worse value does', () => {
    const accepted = acceptReadings(watch, last(play(watch, every15s([BAD]))).state, TOLD, 5_000);
    const swept = play(watch, every15s([BAD, value(0.0145), value(0.017)], 'error-rate', 15_000), accepted);
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'act pause']);
  });

  test('after a pass it pauses as ever', () => {
    const accepted = acceptReadings(watch, last(play(watch, every15s([BAD]))).state, TOLD, 5_000);
    expect(outcomes(play(watch, every15s([GOOD, BAD], 'error-rate', 15_000), accepted))).toEqual(['calm', 'act pause']);
  });

  test('a stronger limit that has not acted yet is not accepted with it', () => {
    const over2 = {
      metric: 'error-rate',
      condition: { kind: 'above', value: 0.02, text: '2%' },
      forMs: 30_000,
    } as const;
    const both = defineWatch({ metrics: [metric()], rollbackWhen: [over2] });
    const SAW = { 'error-rate': { action: 'pause', value: 0.03 } } as const;
    const accepted = acceptReadings(both, last(play(both, every15s([value(0.03)]))).state, SAW, 5_000);
    const swept = play(both, every15s([value(0.03), value(0.03)], 'error-rate', 15_000), accepted);
    expect(outcomes(swept)).toEqual(['calm', 'act rollback']);
  });

  test('errors are counted from zero', () => {
    const { state } = last(play(watch, every15s([ERROR, ERROR, ERROR, ERROR])));
    const accepted = acceptReadings(watch, state, {}, 50_000);
    const swept = play(watch, every15s([ERROR, ERROR, ERROR, ERROR], 'error-rate', 60_000), accepted);
    expect(outcomes(swept)).toEqual(['calm', 'calm', 'calm', 'ask']);
  });

  test('after Retry everything is measured again', () => {
    expect(outcomes(play(watch, every15s([BAD], 'error-rate', 15_000), startWatch(5_000)))).toEqual(['act pause']);
  });
});
