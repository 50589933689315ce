import { describe, expect, test } from 'vitest';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import { metricsReady } from '#src/domain/procedure/shift.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { dev, quinn } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import {
  check,
  compare,
  confirm,
  metrics,
  note,
  phase,
  product,
  rollback,
  rollout,
  run,
  runbook,
  shift,
  show,
  snapshot,
  watch,
} from '../../support/runbook.ts';
import { above, metric, probe, value } from '../measure/metrics.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const GOOD = value(0.002);
const BAD = value(0.05);
const SILENT: SampleOutcome = { kind: 'error', silent: true, detail: 'no answer' };

type Options = {
  readonly errorRate?: Partial<Metric>;
  readonly watched?: boolean;
  readonly when?: Parameters<typeof rollback>[1];
};

function releasing(steps: readonly Step[], { errorRate = {}, watched = true, when = {} }: Options = {}) {
  const watching = { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 };
  return new World().start(
    runbook({
      product: product({ metrics: metrics(metric({ limits: [above(0.01)], ...errorRate })) }),
      phases: [rollout(steps, watched ? { watch: watching } : {})],
      rollback: rollback([run('undo', { undoes: ['deploy', 'waves'], repeatable: true })], when),
    }),
  );
}

/** Lets time pass; every sweep brings the same. */
function pass(world: World, ms: number, outcome: SampleOutcome): World {
  return world.pass(ms, one => world.measured(one, outcome));
}

describe('waves', () => {
  const canary = shift('waves', [{ weight: 10, soakMs: 15 * MINUTE }, { weight: 50, soakMs: 30 * MINUTE }, {}]);

  test('[V5] begin only after every watched metric has passed once', () => {
    const world = releasing([canary]);
    expect(world.all('wave.started')).toEqual([]);
    pass(world, 0, GOOD);
    expect(world.all('wave.started')).toHaveLength(1);
    expect(world.take('command.start', 'waves').body['argv']).toEqual(['deploy', '10']);
  });

  test('[V5] soak their whole time after the shift and need a fresh pass before the next', () => {
    const world = releasing([canary]);
    pass(world, 0, GOOD).ended('waves');
    world.pass(15 * MINUTE, one => world.take('measure', one));
    expect(world.all('wave.started')).toHaveLength(1);
    world.timers['sweep:rollout'] = { at: world.now, policy: 'coalesce' };
    pass(world, 0, GOOD);
    expect(world.all('wave.started')).toHaveLength(2);
  });

  test('[V5] the soak is not cut short by passes', () => {
    const world = releasing([canary]);
    pass(world, 0, GOOD).ended('waves');
    pass(world, 15 * MINUTE - 1, GOOD);
    expect(world.all('wave.started')).toHaveLength(1);
    pass(world, 20 * SECOND, GOOD);
    expect(world.all('wave.started')).toHaveLength(2);
  });

  test('all waves of a rollout are numbered through, with a second shift too', () => {
    const world = releasing([shift('waves', [{}, {}]), shift('more', [{}])], { watched: false });
    world.ended('waves');
    world.ended('waves');
    world.ended('more');
    expect(world.all('wave.started').map(one => one.number)).toEqual([1, 2, 3]);
    expect(world.state.status).toBe('completed');
  });

  test('a failed wave that is tried again keeps its number, and none after it is left out', () => {
    const world = releasing([shift('waves', [{}, {}, {}])], { watched: false });
    world.ended('waves');
    world.ended('waves', 'failed');
    world.retry(dev, 'waves');
    world.ended('waves');
    world.ended('waves');
    expect(world.all('wave.shifted').map(one => one.number)).toEqual([1, 2, 3]);
    expect(world.state.waves.map(one => one.number)).toEqual([1, 2, 3]);
    expect(world.state.status).toBe('completed');
  });

  test('a soak starts anew after a pause', () => {
    const world = releasing([canary]);
    pass(world, 0, GOOD).ended('waves');
    pass(world, 10 * MINUTE, GOOD);
    world.by(quinn, { type: 'pause', reason: '' });
    pass(world, 10 * MINUTE, GOOD);
    world.by(dev, { type: 'resume', reason: null });
    expect(world.state.waves[0]?.soakUntil).toBe(world.now + 15 * MINUTE);
    pass(world, 14 * MINUTE, GOOD);
    expect(world.all('wave.started')).toHaveLength(1);
  });

  test('a metric that only records holds no wave back', () => {
    const world = releasing([canary], { errorRate: { shadow: true } });
    expect(world.all('wave.started')).toHaveLength(1);
  });

  test('the same answer twice does not lengthen a soak', () => {
    const world = releasing([shift('waves', [{ soakMs: MINUTE }])], { watched: false });
    const ask = world.take('command.start', 'waves');
    world.answer(ask, 'done');
    world.pass(30 * SECOND);
    world.answer(ask, 'done');
    expect(world.all('wave.shifted')).toHaveLength(1);
  });

  test('a timeout is for the command of a wave and not for its soak', () => {
    const step = shift('waves', [{ soakMs: 10 * MINUTE }], { timeoutMs: 5 * MINUTE });
    const world = releasing([step], { watched: false });
    world.ended('waves');
    world.pass(10 * MINUTE);
    expect(world.state.status).toBe('completed');
  });
});

describe('[X4] a phase whose watch could not be started', () => {
  const elsewhere = { kind: 'json', url: 'http://${{ steps.look.host }}/kpi', pointer: '/a', headers: {} } as const;

  test('moves nobody, also when a person goes on: it is tried again and stands still again', () => {
    const world = releasing([shift('waves', [{}])], { errorRate: { source: elsewhere } });
    expect(world.state.pause?.says).toContain('cannot be measured');
    world.by(dev, { type: 'resume', reason: 'go on' });
    expect(world.state.status).toBe('paused');
    expect(world.all('release.paused')).toHaveLength(2);
    expect(world.all('wave.started')).toEqual([]);
  });

  test('is not ready for a wave, whatever let the run go on', () => {
    const world = releasing([shift('waves', [{}])]);
    const { rollout: _, ...watches } = world.state.watches;
    expect(metricsReady({ ...world.state, watches }, 'waves', { since: null, now: world.now })).toBe(false);
  });
});

describe('limits', () => {
  test('[V6] a limit that is exceeded pauses with the figure', () => {
    const world = releasing([confirm('look')]);
    pass(world, 0, BAD);
    expect(world.state.pause).toMatchObject({ cause: 'metric', watch: 'rollout' });
    expect(world.state.pause?.says).toContain('5 %');
  });

  test('going on all the same needs a reason, and the same figure does not pause again', () => {
    const world = releasing([confirm('look')]);
    pass(world, 0, BAD);
    expect(world.refused(dev, { type: 'resume', reason: null })).toBe('resume.reason');
    world.by(dev, { type: 'resume', reason: 'a known crawler' });
    pass(world, MINUTE, BAD);
    expect(world.state.status).toBe('running');
    pass(world, MINUTE, GOOD);
    pass(world, MINUTE, BAD);
    expect(world.state.status).toBe('paused');
  });

  test('a limit exceeded while a person had paused is told, and not gone past without a reason', () => {
    const world = releasing([confirm('look')]);
    pass(world, 0, GOOD);
    world.by(quinn, { type: 'pause', reason: 'lunch' });
    pass(world, MINUTE, BAD);
    expect(world.state.pause?.cause).toBe('metric');
    expect(world.all('release.paused')).toHaveLength(2);
    expect(world.refused(dev, { type: 'resume', reason: null })).toBe('resume.reason');
  });

  test('[X4] what cannot be measured pauses and asks, and never rolls back', () => {
    const limits = [above(0.01, { action: 'rollback' })];
    const world = releasing([run('deploy'), confirm('look')], { errorRate: { limits } });
    world.ended('deploy');
    pass(world, 5 * MINUTE, SILENT);
    expect(world.state.status).toBe('paused');
    expect(world.state.rollback).toBeNull();
  });

  test('[X4] a sweep that was given up counts as not measured, and the grid goes on', () => {
    const world = releasing([confirm('look')]);
    world.fire('sweep:rollout');
    world.gaveUp(world.take('measure'));
    expect(world.all('watch.swept')).toHaveLength(1);
    expect(world.timers['sweep:rollout']?.at).toBeGreaterThan(world.now);
  });
});

describe('rolling back by itself', () => {
  const limits = [above(0.01, { action: 'rollback' })];

  test('[V6] happens when a limit says so and production was touched', () => {
    const world = releasing([run('deploy'), confirm('look')], { errorRate: { limits } });
    world.ended('deploy');
    pass(world, 0, BAD);
    expect(world.state.rollback).toMatchObject({ cause: 'metric', by: null });
    expect(world.status('undo')).toBe('running');
  });

  test('[W6] a condition of the rollback acts only when it has held long enough', () => {
    const condition = { kind: 'above', value: 0.02, text: '2%' } as const;
    const when = { when: [{ metric: 'error-rate', condition, forMs: 5 * MINUTE }] };
    const world = releasing([run('deploy'), confirm('look')], { watched: false, when });
    world.ended('deploy');
    pass(world, 4 * MINUTE, BAD);
    expect(world.state.rollback).toBeNull();
    pass(world, 2 * MINUTE, BAD);
    expect(world.state.status).toBe('rolling-back');
  });

  test('does not happen before production was touched: the run stops and asks', () => {
    const world = releasing([confirm('look'), run('deploy')], { errorRate: { limits } });
    pass(world, 0, BAD);
    expect(world.state.status).toBe('paused');
    expect(world.state.pause?.says).toContain('not touched yet');
  });

  test('does not happen from the moment a point of no return begins', () => {
    const world = releasing([run('deploy', { pointOfNoReturn: true })], { errorRate: { limits } });
    pass(world, 0, BAD);
    expect(world.state.status).toBe('paused');
    expect(world.state.pause?.says).toContain('point of no return');
  });

  test('does not happen for a failed step either, once there is no return', () => {
    const world = releasing([run('cut', { pointOfNoReturn: true }), run('deploy', { onFailure: 'rollback' })]);
    world.ended('cut');
    world.ended('deploy', 'failed');
    expect(world.state.status).toBe('paused');
    expect(world.state.pause?.says).toContain('point of no return');
  });

  test('happens during a pause too', () => {
    const world = releasing([run('deploy'), confirm('look')], { errorRate: { limits } });
    world.ended('deploy');
    world.by(quinn, { type: 'pause', reason: '' });
    pass(world, 0, BAD);
    expect(world.state.status).toBe('rolling-back');
  });

  test('stops measuring', () => {
    const world = releasing([run('deploy'), confirm('look')], { errorRate: { limits } });
    world.ended('deploy');
    pass(world, 0, BAD);
    expect(Object.keys(world.timers).filter(name => name.startsWith('sweep:'))).toEqual([]);
  });
});

describe('[X4] a watch on the way back', () => {
  test('stops and asks when it cannot measure, and turns nothing round', () => {
    const world = new World().start(
      runbook({
        product: product({ metrics: metrics(metric({ limits: [above(0.01, { action: 'rollback' })] })) }),
        phases: [rollout([run('deploy'), confirm('look')])],
        rollback: rollback([run('undo', { undoes: ['deploy'] }), watch('stable', ['error-rate'], { forMs: MINUTE })]),
      }),
    );
    world.ended('deploy');
    world.by(dev, { type: 'rollback', reason: 'bad' });
    world.ended('undo');
    pass(world, 5 * MINUTE, BAD);
    expect(world.state.status).toBe('rolling-back');
    pass(world, 5 * MINUTE, SILENT);
    expect(world.state.pause).toMatchObject({ cause: 'metric', watch: 'stable' });
    world.by(dev, { type: 'resume', reason: 'the proxy is back' });
    expect(world.state.status).toBe('rolling-back');
    pass(world, 5 * MINUTE, GOOD);
    expect(world.state.status).toBe('rolled-back');
    expect(world.all('release.rollback-started')).toHaveLength(1);
  });
});

describe('check', () => {
  const smoke = (change: Partial<Metric> = {}) =>
    releasing([run('deploy'), check('smoke', { metrics: ['error-rate'], onFailure: 'rollback' })], {
      watched: false,
      errorRate: change,
    });

  test('[W10] a red smoke test turns the run back where the runbook says so', () => {
    const world = smoke();
    world.ended('deploy');
    world.checked('smoke', BAD);
    expect(world.state.status).toBe('rolling-back');
  });

  test('[X4] one that could not be measured pauses instead', () => {
    const world = smoke();
    world.ended('deploy');
    world.checked('smoke', SILENT);
    expect(world.state.status).toBe('paused');
    expect(world.state.rollback).toBeNull();
  });

  test('[X4] one that was given up pauses instead', () => {
    const world = smoke();
    world.ended('deploy');
    world.gaveUp(world.take('check', 'smoke'));
    expect(world.state.status).toBe('paused');
    expect(world.state.rollback).toBeNull();
  });

  const NO_ANSWER: SampleOutcome = { kind: 'probe', ok: false, silent: true, detail: 'no answer' };

  test('[X4] one that nobody answered at all, of several servers, says nothing of any of them', () => {
    const world = new World().start(
      runbook({
        product: product({ metrics: metrics(metric(), probe()) }),
        phases: [
          rollout([run('deploy'), check('smoke', { metrics: ['error-rate', 'health'], onFailure: 'rollback' })]),
        ],
        rollback: rollback([run('undo', { undoes: ['deploy'] })]),
      }),
    );
    world.ended('deploy');
    world.checked('smoke', { 'error-rate': SILENT, health: NO_ANSWER });
    expect(world.state.rollback).toBeNull();
    expect(world.state.pause?.says).toContain('cut off');
  });

  test.each([
    ['cut off like the watch beside it, it says nothing', SILENT, null],
    ['silent while the watch beside it hears somebody, it fails', GOOD, 'step'],
  ])('[X4] of one server alone: %s', (_, beside, cause) => {
    const world = new World().start(
      runbook({
        product: product({ metrics: metrics(metric(), probe()) }),
        phases: [
          rollout([run('deploy'), check('smoke', { metrics: ['health'], onFailure: 'rollback' })], {
            watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 },
          }),
        ],
        rollback: rollback([run('undo', { undoes: ['deploy'] })]),
      }),
    );
    pass(world, 1, beside);
    world.ended('deploy');
    world.checked('smoke', NO_ANSWER);
    expect(world.state.rollback?.cause ?? null).toBe(cause);
  });

  test('a metric in shadow is shown and judges nothing', () => {
    const world = smoke({ shadow: true });
    world.ended('deploy');
    world.checked('smoke', BAD);
    expect(world.state.status).toBe('completed');
  });

  test('show measures and judges nothing', () => {
    const world = releasing([show('look', ['error-rate'])], { watched: false });
    world.checked('look', BAD);
    expect(world.state.status).toBe('completed');
    expect(world.state.steps['look']?.outputs).toEqual({ 'error-rate': 0.05 });
  });
});

describe('watch', () => {
  const calm = (change = {}) =>
    releasing([watch('calm', ['error-rate'], { forMs: 2 * MINUTE, ...change })], { watched: false });

  test('[V7] is done when it was green without a break', () => {
    const world = calm();
    pass(world, MINUTE, GOOD);
    expect(world.status('calm')).toBe('running');
    pass(world, MINUTE, GOOD);
    expect(world.state.status).toBe('completed');
    expect(world.timers).toEqual({});
  });

  test('[X4] what could not be measured breaks the green', () => {
    const world = calm();
    pass(world, MINUTE, GOOD);
    pass(world, 15 * SECOND, SILENT);
    pass(world, 90 * SECOND, GOOD);
    expect(world.status('calm')).toBe('running');
  });

  test('fails when it did not get there in time', () => {
    const world = calm({ atMostMs: 5 * MINUTE, action: 'warn' });
    pass(world, 5 * MINUTE, BAD);
    expect(world.status('calm')).toBe('failed');
  });

  test('has its whole time again after a pause', () => {
    const world = calm({ atMostMs: 5 * MINUTE });
    pass(world, 1, BAD);
    pass(world, 6 * MINUTE, BAD);
    world.by(dev, { type: 'resume', reason: 'fixed' });
    expect(world.status('calm')).toBe('running');
    pass(world, 3 * MINUTE, GOOD);
    expect(world.state.status).toBe('completed');
  });

  test('can be cut short with a reason, because nothing is in hand', () => {
    const world = calm();
    world.by(dev, { type: 'skip', step: 'calm', attempt: 1, reason: 'seen enough' });
    expect(world.state.status).toBe('completed');
    expect(world.timers).toEqual({});
  });
});

describe('before and after', () => {
  const compared = (errorRate: Partial<Metric> = {}) =>
    new World().start(
      runbook({
        product: product({ metrics: metrics(metric({ limits: [above(0.5)], ...errorRate })) }),
        phases: [
          phase('before', [snapshot('baseline', ['error-rate'], 5 * MINUTE)]),
          rollout([confirm('deployed'), compare('kpi', 'baseline', ['error-rate'])], {
            watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 },
          }),
        ],
        success: [{ says: 'no worse', condition: { kind: 'passed', steps: ['kpi'] } }],
      }),
    );

  test('[V17] figures no worse than the snapshot pass, and the verdict says so', () => {
    const world = compared();
    pass(world, 5 * MINUTE, value(0.01));
    expect(world.all('snapshot.taken')).toHaveLength(1);
    pass(world, 5 * MINUTE, value(0.0105));
    world.confirm(dev, 'deployed');
    expect(world.state.status).toBe('completed');
    expect(world.state.verdict?.verdict).toBe('success');
  });

  test('[V17] a record of which nothing is asked proves nothing, and the verdict says where to write it', () => {
    const success = [{ says: 'on record', condition: { kind: 'complete-audit' } as const }];
    const world = new World().start(runbook({ phases: [phase('before', [confirm('looked')])], success }));
    world.confirm(dev, 'looked');
    expect(world.state.verdict).toMatchObject({
      verdict: 'not-proven',
      lines: [{ outcome: 'not-known', why: expect.stringContaining('does not say under audit') }],
    });
  });

  test('[V17] worse figures fail the comparison', () => {
    const world = compared();
    pass(world, 5 * MINUTE, value(0.01));
    pass(world, 5 * MINUTE, value(0.02));
    world.confirm(dev, 'deployed');
    expect(world.status('kpi')).toBe('failed');
  });

  test('[X4] figures of another environment are no figures of this one', () => {
    const own = metric({ limits: [above(0.5)] });
    const base = product({ metrics: metrics(own) });
    const staging = { ...base, metrics: metrics({ ...own, intervalMs: 5 * SECOND }) };
    const world = new World().start(
      runbook({
        product: { ...base, elsewhere: { staging } } as typeof base,
        phases: [
          phase('before', [snapshot('baseline', ['error-rate'], 15 * MINUTE)]),
          phase('staging', [confirm('staged')], {
            environment: 'staging',
            watch: { metrics: ['error-rate'], until: 'staging', holdForMs: 0 },
          }),
          rollout([confirm('deployed'), compare('kpi', 'baseline', ['error-rate'])], {
            watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 },
          }),
        ],
      }),
    );
    pass(world, 15 * MINUTE, value(0.01));
    pass(world, 8 * MINUTE, value(0.001));
    world.confirm(dev, 'staged');
    pass(world, 6 * MINUTE, value(0.3));
    world.confirm(dev, 'deployed');
    expect(world.status('kpi')).toBe('failed');
    expect(world.state.comparisons['kpi']?.says).toContain('1 % -> 30 %');
  });

  const shifted = () => {
    const world = new World().start(
      runbook({
        product: product({ metrics: metrics(metric({ limits: [above(0.5)] })) }),
        phases: [
          phase('before', [snapshot('baseline', ['error-rate'], 15 * MINUTE)]),
          rollout(
            [confirm('wait'), shift('waves', [{}]), confirm('seen'), compare('kpi', 'baseline', ['error-rate'])],
            {
              watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 },
            },
          ),
        ],
      }),
    );
    pass(world, 35 * MINUTE, value(0.01));
    world.confirm(dev, 'wait');
    world.ended('waves');
    return world;
  };

  test('[V17] what was measured before users were moved says nothing of the new version', () => {
    const world = shifted();
    pass(world, 5 * MINUTE, value(0.4));
    world.confirm(dev, 'seen');
    expect(world.status('kpi')).toBe('failed');
    expect(world.state.comparisons['kpi']?.says).toContain('1 % -> 40 %');
  });

  test('[X4] too few readings since then are none', () => {
    const world = shifted();
    pass(world, 20 * SECOND, value(0.01));
    world.confirm(dev, 'seen');
    expect(world.state.comparisons['kpi']?.says).toContain('no value after');
    expect(world.state.steps['kpi']).toMatchObject({ status: 'failed', unknown: true });
  });

  test('[X4] a snapshot that never measured anything fails', () => {
    const world = compared();
    pass(world, 5 * MINUTE, SILENT);
    expect(world.status('baseline')).toBe('failed');
    expect(world.state.steps['baseline']?.says).toMatch(/could not be measured once in 5 min \(.*no answer.*\)$/);
  });

  test('[X4] a snapshot of too few samples fails at once: the comparison at the end could not use it', () => {
    const world = compared({ minSamples: { source: metric().source, min: 50 } });
    pass(world, 5 * MINUTE, value(0.01, 3));
    expect(world.status('baseline')).toBe('failed');
    expect(world.state.steps['baseline']?.says).toContain('could not be measured once');
    expect(world.all('snapshot.taken')).toEqual([]);
  });
});

describe('[X4] a rollback condition that only asks the service', () => {
  const NO_ANSWER: SampleOutcome = { kind: 'probe', ok: false, silent: true, detail: 'no answer' };
  const condition = { kind: 'failures', count: 2 } as const;
  const watched = () =>
    new World().start(
      runbook({
        product: product({ metrics: metrics(metric({ limits: [above(0.5)] }), probe()) }),
        phases: [
          rollout([run('deploy'), confirm('look')], {
            watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 },
          }),
        ],
        rollback: rollback([run('undo', { undoes: ['deploy'] })], {
          when: [{ metric: 'health', condition, forMs: null }],
        }),
      }),
    );

  test('rolls back when the service is silent and others are not', () => {
    const world = watched();
    world.ended('deploy');
    world.pass(MINUTE, one => world.measured(one, one === 'rollout' ? GOOD : NO_ANSWER));
    expect(world.state.status).toBe('rolling-back');
  });

  test('does not when everybody is silent: then the bot is cut off, and a person is asked', () => {
    const world = watched();
    world.ended('deploy');
    world.pass(5 * MINUTE, one => world.measured(one, one === 'rollout' ? SILENT : NO_ANSWER));
    expect(world.state.rollback).toBeNull();
    expect(world.state.status).toBe('paused');
  });
});

describe('a snapshot of sources that can look back', () => {
  const source = { kind: 'prometheus', url: 'http://prometheus:9090', headers: {}, query: 'errors' } as const;
  const looking = (...more: readonly Metric[]) =>
    new World().start(
      runbook({
        product: product({ metrics: metrics(metric({ source }), ...more) }),
        phases: [phase('before', [snapshot('baseline', ['error-rate', ...more.map(one => one.name)], 15 * MINUTE)])],
      }),
    );

  test('is taken at once, from all of the stretch', () => {
    const world = looking();
    const ask = world.pass(0).take('measure', 'baseline');
    expect(ask.body['over']).toEqual({ ms: 15 * MINUTE, stepMs: 15_000 });
    const at = (ago: number, amount: number) => ({
      metric: 'error-rate',
      at: world.now - ago,
      latencyMs: 5,
      query: 'errors',
      ...value(amount),
    });
    world.tell({ type: 'measured', watch: 'baseline', samples: [at(MINUTE, 0.01), at(0, 0.03)] });
    expect(world.state.status).toBe('completed');
    const [taken] = world.all('snapshot.taken');
    expect(taken?.metrics['error-rate']).toMatchObject({ value: 0.02, readings: 2, from: world.now - MINUTE });
    expect(world.timers).toEqual({});
  });

  test('[X4] is tried again before it fails, and fails as not known', () => {
    const world = looking();
    pass(world, 0, SILENT);
    expect(world.status('baseline')).toBe('running');
    pass(world, 5 * MINUTE, SILENT);
    expect(world.status('baseline')).toBe('failed');
    expect(world.state.steps['baseline']?.unknown).toBe(true);
  });

  test('lasts as long as it says where one source cannot look back, so that all are of the same time', () => {
    const world = looking(metric({ name: 'lag' }));
    pass(world, 14 * MINUTE, GOOD);
    expect(world.status('baseline')).toBe('running');
    pass(world, MINUTE, GOOD);
    expect(world.state.status).toBe('completed');
  });
});

test('[V12] what is published comes in the order of what happened, each name once', () => {
  const names = (moment: string, name: string) => ({ moment, names: [name] });
  const world = new World().start(
    runbook({
      phases: [phase('plan', [note('told')]), rollout([shift('waves', [{ soakMs: MINUTE }, {}])])],
      events: [
        names('told.done', 'planned'),
        names('rollout.started', 'started'),
        names('wave.each', 'wave${{ wave.number }}'),
        names('waves.done', 'completed'),
        names('run.completed', 'logged'),
      ],
    }),
  );
  world.ended('waves', 'failed');
  world.retry(dev, 'waves');
  world.ended('waves');
  world.pass(MINUTE);
  world.ended('waves');
  expect(world.all('event.published').map(one => one.name)).toEqual([
    'planned',
    'started',
    'wave1',
    'wave2',
    'completed',
    'logged',
  ]);
});
