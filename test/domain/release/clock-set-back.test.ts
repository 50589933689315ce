import { expect, test } from 'vitest';
import { World } from '../../support/run-world.ts';
import { metrics, phase, product, rollout, run, runbook } from '../../support/runbook.ts';
import { metric, value } from '../measure/metrics.ts';

const MINUTE = 60_000;
const GOOD = value(0.002);

test('a watch sweeps on when the clock is set back by a moment while it measures', () => {
  const book = runbook({
    product: product({ metrics: metrics(metric()) }),
    phases: [
      rollout([run('deploy')], { watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 } }),
      phase('after', []),
    ],
  });
  const world = new World().start(book);
  world.pass(MINUTE, watch => {
    world.now -= 50;
    world.measured(watch, GOOD);
    world.now += 50;
  });
  expect(world.all('watch.swept').length).toBeGreaterThan(3);
});
