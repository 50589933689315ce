import { expect, test } from 'vitest';
import { dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, metrics, phase, product, rollout, run, runbook, shift, wait } from '../../support/runbook.ts';
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

/** Two waves with a soak of ten minutes each, watched; the first is at its weight. */
function soaking(): World {
  const book = runbook({
    product: product({ metrics: metrics(metric()) }),
    phases: [
      rollout([shift('waves', [{ weight: 10, soakMs: 10 * MINUTE }, { soakMs: 10 * MINUTE }])], {
        watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 },
      }),
    ],
  });
  const world = new World().start(book);
  good(world, MINUTE);
  world.ended('waves');
  return world;
}

const good = (world: World, ms: number) => world.pass(ms, watch => world.measured(watch, GOOD));

function setBack(world: World, byMs: number): void {
  world.now -= byMs;
  world.tell({ type: 'clock-jumped', byMs: -byMs });
}

test('[B5] a soak of which four minutes are left takes four minutes, whatever the clock was set to', () => {
  const world = good(soaking(), 6 * MINUTE);
  setBack(world, 60 * MINUTE);
  good(world, 3 * MINUTE);
  expect(world.state.waves).toHaveLength(1);
  good(world, 90_000);
  expect(world.state.waves).toHaveLength(2);
  world.expectFolded();
});

test('[B5] [X4] a pass from before the shift does not become one from after it', () => {
  const world = good(soaking(), 5_000);
  setBack(world, 60 * MINUTE);
  // Nobody measures any more, so the soak ends and nothing speaks for the next wave.
  world.pass(30 * MINUTE);
  expect(world.state.waves).toHaveLength(1);
});

test('[B5] a wait, a timeout and a reminder count on', () => {
  const waiting = new World().start(runbook({ phases: [phase('work', [wait('rest', 10 * MINUTE)])] }));
  waiting.pass(6 * MINUTE);
  setBack(waiting, 60 * MINUTE);
  waiting.pass(4 * MINUTE);
  expect(waiting.status('rest')).toBe('done');

  const timed = new World().start(runbook({ phases: [phase('work', [confirm('look', { timeoutMs: 10 * MINUTE })])] }));
  timed.pass(6 * MINUTE);
  setBack(timed, 60 * MINUTE);
  timed.pass(4 * MINUTE);
  expect(timed.status('look')).toBe('failed');
  setBack(timed, 60 * MINUTE);
  timed.pass(10 * MINUTE);
  expect(timed.all('step.unclaimed')).toHaveLength(1);
});

test('[X4] whoever read why it stands still may resume it, though the clock was set back since', () => {
  const world = soaking();
  world.by(dev, { type: 'pause', reason: 'Wait for the load test' });
  const seen = world.state.pause?.at ?? null;
  world.now -= 60 * MINUTE;
  world.tell({ type: 'clock-jumped', byMs: -60 * MINUTE });
  world.by(dev, { type: 'resume', reason: 'It is through', seen });
  expect(world.state.status).toBe('running');
});
