import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import type { Limit } from '#src/domain/runbook/model/metric.ts';
import { dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, metrics, product, rollback, rollout, run, runbook } from '../../support/runbook.ts';
import { above, metric, value } from '../measure/metrics.ts';

const GOOD = value(0.001);
const AWFUL = value(0.6);
const ASK = above(0.05, { action: 'ask-rollback' });

/** A release that somebody paused, and that nobody has looked at for three hours. */
function forgotten(limit: Limit): World {
  const world = new World().start(
    runbook({
      product: product({ metrics: metrics(metric({ limits: [limit] })) }),
      phases: [
        rollout([run('deploy'), confirm('look')], {
          watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 },
        }),
      ],
      rollback: rollback([run('undo', { undoes: ['deploy'] })]),
    }),
  );
  world.ended('deploy');
  world.by(dev, { type: 'pause', reason: 'Lunch' });
  return sweeps(world, 3 * HOUR, GOOD);
}

const sweeps = (world: World, ms: number, outcome: SampleOutcome) =>
  world.pass(ms, watch => world.measured(watch, outcome));
const swept = (world: World) => world.all('watch.swept').length;

test('a release that is paused and forgotten is looked at rarely', () => {
  const world = forgotten(ASK);
  const before = swept(world);
  sweeps(world, 21 * HOUR, GOOD);
  expect(swept(world) - before).toBe(21 * 6);
  world.expectFolded();
});

test('[V6] a limit that is reached while it is forgotten is told all the same, one that has to hold for a while too', () => {
  for (const limit of [ASK, above(0.05, { action: 'ask-rollback', forMs: 5 * MINUTE })]) {
    const world = forgotten(limit);
    sweeps(world, 16 * MINUTE, AWFUL);
    expect(world.state.pause?.says).toContain('60 %');
  }
});

test('[X4] it is measured at once, and as often as before, when it goes on', () => {
  const world = forgotten(ASK);
  const before = swept(world);
  sweeps(world, MINUTE, GOOD);
  world.by(dev, { type: 'resume', reason: null });
  sweeps(world, 0, GOOD);
  expect(swept(world) - before).toBe(1);
  sweeps(world, 5 * MINUTE, GOOD);
  expect(swept(world) - before).toBeGreaterThanOrEqual(5);
});
