import { describe, expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import type { Limit } from '#src/domain/runbook/model/metric.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, metrics, product, rollback, rollout, run, runbook, shift } from '../../support/runbook.ts';
import { above, metric, value } from '../measure/metrics.ts';

const PAUSE = above(0.01, { action: 'pause' });
const ASK = above(0.05, { action: 'ask-rollback' });
const BACK = above(0.05, { action: 'rollback' });
const [MILD, AWFUL] = [value(0.02), value(0.6)];

/** A release watched over by one error rate, whose owner has a phone, with `sharing` the one on duty too, by the same key. */
function releasing(limits: readonly Limit[], steps: readonly Step[], sharing?: 'devops'): World {
  const base = product({ metrics: metrics(metric({ limits })) });
  const owner = base.roles['owner'];
  const devops = base.roles['devops'];
  const shared = sharing && devops ? { ...devops, pager: 'KEY' } : null;
  const row = { responsible: ['devops'], accountable: ['owner'], consulted: [], informed: [] };
  return new World().start(
    runbook({
      product: {
        ...base,
        roles: {
          ...base.roles,
          ...(owner && { owner: { ...owner, pager: 'KEY' } }),
          ...(shared && { devops: shared }),
        },
        raci: { ...base.raci, rollback: row },
      },
      phases: [rollout(steps, { watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 } })],
      rollback: rollback([run('undo', { undoes: ['deploy', 'waves'], repeatable: true })]),
      events: [{ moment: 'run.paused', names: ['stands.still'] }],
    }),
  );
}

const sweep = (world: World, ms: number, outcome: SampleOutcome) => world.pass(ms, one => world.measured(one, outcome));
const says = (world: World) => world.all('release.paused').map(one => one.says);

describe('[V6] a run that a limit has paused', () => {
  test('says it, and pages, when a stronger limit acts meanwhile; once', () => {
    const world = releasing([PAUSE, ASK], [run('deploy'), confirm('look')]);
    world.ended('deploy');
    sweep(world, MINUTE, MILD);
    expect(world.all('page.requested')).toEqual([]);
    sweep(world, 30 * MINUTE, AWFUL);
    expect(says(world)).toHaveLength(2);
    expect(world.state.pause?.says).toContain('60 %');
    expect(world.all('page.requested')).toHaveLength(1);
    world.expectFolded();
  });

  test('says so too of a limit that would have rolled back before the point of no return', () => {
    const world = releasing([PAUSE, BACK], [run('deploy', { pointOfNoReturn: true }), confirm('look')]);
    world.ended('deploy');
    sweep(world, MINUTE, MILD);
    sweep(world, 30 * MINUTE, AWFUL);
    expect(world.state.pause?.says).toContain('point of no return');
    expect(world.all('page.requested')).toHaveLength(1);
  });

  test('rings anew whoever was rung for the milder one, and ends that page', () => {
    const nobodyAnswers: SampleOutcome = { kind: 'error', silent: false, detail: 'HTTP 500' };
    const world = releasing([PAUSE, ASK], [run('deploy'), confirm('look')], 'devops');
    world.ended('deploy');
    sweep(world, 5 * MINUTE, nobodyAnswers);
    expect(world.all('page.requested')).toHaveLength(1);
    sweep(world, 30 * MINUTE, AWFUL);
    expect(world.all('page.requested').map(({ key, roles }) => [key, roles])).toEqual([
      ['KEY', ['devops']],
      ['KEY', ['owner']],
    ]);
    expect(world.all('page.requested')[1]?.summary).toContain('60 %');
    expect(world.all('page.resolved')).toMatchObject([{ page: 'p1', says: 'ended, because it is paged again' }]);
    // The same again rings nobody.
    sweep(world, 30 * MINUTE, AWFUL);
    expect(world.all('page.requested')).toHaveLength(2);
    world.expectFolded();
  });

  test('is not said to have stopped once more', () => {
    const world = releasing([PAUSE, ASK], [run('deploy'), confirm('look')]);
    world.ended('deploy');
    sweep(world, MINUTE, MILD);
    sweep(world, MINUTE, AWFUL);
    expect(world.all('event.published')).toHaveLength(1);
  });
});

describe('[X4] going on accepts what was told, and nothing else', () => {
  test('a reason for 2 % starts no wave at 60 %, though no stronger limit is written', () => {
    const world = releasing([PAUSE], [shift('waves', [{ weight: 10, soakMs: 5 * MINUTE }, { weight: 100 }])]);
    sweep(world, 0, value(0.001));
    world.ended('waves');
    sweep(world, MINUTE, MILD);
    sweep(world, 10 * MINUTE, AWFUL);
    world.by(dev, { type: 'resume', reason: '2 % is a crawler' });
    sweep(world, 10 * MINUTE, AWFUL);
    expect(world.state.status).toBe('paused');
    expect(world.state.pause?.says).toContain('60 %');
    expect(world.all('wave.started').map(one => one.weight)).toEqual([10]);
  });

  test('what was told with the stronger limit stands for the weaker ones of that metric too', () => {
    const world = releasing([PAUSE, ASK], [run('deploy'), confirm('look')]);
    world.ended('deploy');
    sweep(world, MINUTE, AWFUL);
    world.by(dev, { type: 'resume', reason: 'the load test' });
    sweep(world, 10 * MINUTE, AWFUL);
    expect(world.state.status).toBe('running');
  });

  test('a form opened for 2 % is not sent for 60 %', () => {
    const world = releasing([PAUSE, ASK], [run('deploy'), confirm('look')]);
    world.ended('deploy');
    sweep(world, MINUTE, MILD);
    const seen = world.state.pause?.at ?? 0;
    sweep(world, MINUTE, AWFUL);
    expect(world.refused(dev, { type: 'resume', reason: '2 % is a crawler', seen })).toBe('resume.stale');
    const now = world.state.pause?.at ?? 0;
    world.by(dev, { type: 'resume', reason: 'the load test', seen: now });
    expect(world.state.status).toBe('running');
  });

  test('of two watches that stopped it, the one whose sentence was read', () => {
    const condition = { kind: 'above', value: 0.3, text: '30%' } as const;
    const world = new World().start(
      runbook({
        product: product({ metrics: metrics(metric({ limits: [PAUSE] })) }),
        phases: [
          rollout([run('deploy', { pointOfNoReturn: true }), confirm('look')], {
            watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 },
          }),
        ],
        rollback: rollback([run('undo', { undoes: ['deploy'] })], {
          when: [{ metric: 'error-rate', condition, forMs: 5 * MINUTE }],
        }),
      }),
    );
    world.ended('deploy');
    sweep(world, 30 * MINUTE, AWFUL);
    expect(world.all('release.paused').map(one => one.watch)).toEqual(['rollout', 'rollback-conditions']);
    world.by(dev, { type: 'resume', reason: 'a known crawler' });
    sweep(world, MINUTE, AWFUL);
    expect(world.state.pause?.watch).toBe('rollout');
  });
});
