import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import { defineWatch } from '#src/domain/measure/watch.ts';
import { above, metric, probe } from './metrics.ts';
import { play, promoted, type Said } from './play.ts';

const over2 = { metric: 'error-rate', condition: { kind: 'above', value: 0.02, text: '2%' }, forMs: 60_000 } as const;
const rate = metric({
  minSamples: { source: metric().source, min: 50 },
  pass: { below: 0.005, text: '0.5%' },
  limits: [above(0.01, { forMs: 30_000 }), above(0.05, { action: 'rollback' })],
});
const WATCH = defineWatch({ metrics: [rate, probe()], rollbackWhen: [over2], holdForMs: 30_000 });

const silent = fc.boolean();
const anyValue = fc.record({
  kind: fc.constant('value' as const),
  value: fc.oneof(fc.double({ min: 0, max: 0.1 }), fc.constantFrom(0, 0.005, 0.01, 0.02, 0.05, Number.NaN, Infinity)),
  samples: fc.option(fc.nat(200)),
});
const anyError = fc.record({ kind: fc.constant('error' as const), silent, detail: fc.constant('no answer') });
const anyProbe = fc.boolean().chain(ok =>
  fc.record({
    kind: fc.constant('probe' as const),
    ok: fc.constant(ok),
    silent: ok ? fc.constant(false) : silent,
    detail: fc.constant('x'),
  }),
);
const warming = fc.constant<SampleOutcome>({ kind: 'warming-up' });
const good = fc.constant<SampleOutcome>({ kind: 'value', value: 0.001, samples: 80 });
const up = fc.constant<SampleOutcome>({ kind: 'probe', ok: true, silent: false, detail: 'HTTP 200' });
const sweeps = fc.array(
  fc.record({
    stepMs: fc.constantFrom(0, 10_000, 15_000, 15_000, 15_000, 90_000, -20_000),
    rate: fc.oneof({ weight: 9, arbitrary: good }, { weight: 3, arbitrary: anyValue }, anyError, warming),
    health: fc.oneof({ weight: 9, arbitrary: up }, { weight: 3, arbitrary: anyProbe }, anyError, warming),
  }),
  { minLength: 1, maxLength: 30 },
);

function said(steps: readonly { stepMs: number; rate: SampleOutcome; health: SampleOutcome }[]): readonly Said[] {
  let at = 0;
  return steps.map(({ stepMs, rate, health }) => {
    at = Math.max(0, at + stepMs);
    return { at, 'error-rate': rate, health };
  });
}

test('only a pass promotes: whoever is ready has a pass of every metric after the shift', () => {
  fc.assert(
    fc.property(sweeps, fc.nat(60_000), (steps, ago) => {
      const script = said(steps);
      const since = (script.at(-1)?.at ?? 0) - ago;
      const results = play(WATCH, script);
      const state = results.at(-1)?.state;
      if (!state || !promoted(WATCH, state, since).ready) return;
      const passedTogether = script.filter(one => one.at > since && isGood(one));
      expect(passedTogether.length).toBeGreaterThan(0);
      expect(Math.max(...passedTogether.map(one => one.at)) - since).toBeGreaterThanOrEqual(WATCH.holdForMs);
    }),
  );
});

test('only a fail acts: every metric that acts failed in that very sweep', () => {
  fc.assert(
    fc.property(sweeps, steps => {
      for (const { state, outcome } of play(WATCH, said(steps))) {
        if (outcome.kind !== 'act') continue;
        for (const name of outcome.metrics) expect(state.metrics[name]?.verdict).toBe('fail');
      }
    }),
  );
});

test('not knowing never acts: errors, first scrapes and too few samples only ever ask', () => {
  const few = fc.record({
    kind: fc.constant('value' as const),
    value: fc.double({ min: 0, max: 1 }),
    samples: fc.nat(49),
  });
  const doubtful = fc.array(
    fc.record({
      stepMs: fc.constantFrom(10_000, 15_000, 60_000),
      rate: fc.oneof<fc.Arbitrary<SampleOutcome>[]>(anyError, warming, few),
      health: fc.oneof<fc.Arbitrary<SampleOutcome>[]>(anyError, warming),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(doubtful, steps => {
      for (const { outcome } of play(WATCH, said(steps))) expect(['calm', 'ask']).toContain(outcome.kind);
    }),
  );
});

test('the state is plain JSON: folding on from its text gives the same', () => {
  fc.assert(
    fc.property(sweeps, steps => {
      const [first, ...rest] = said(steps);
      if (!first) return;
      const state = play(WATCH, [first])[0]?.state;
      expect(play(WATCH, rest, JSON.parse(JSON.stringify(state)))).toEqual(play(WATCH, rest, state));
      expect(JSON.stringify(state).length).toBeLessThan(1_500);
    }),
  );
});

function isGood(one: Said): boolean {
  const [rate, health] = [one['error-rate'] as SampleOutcome, one['health'] as SampleOutcome];
  const healthy = health.kind === 'probe' && health.ok;
  return healthy && rate.kind === 'value' && rate.value <= 0.005 && (rate.samples ?? 0) >= 50;
}
