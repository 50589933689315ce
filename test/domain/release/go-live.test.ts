import { expect, test } from 'vitest';
import { dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, phase, rollout, run, runbook } from '../../support/runbook.ts';

test('where no phase says when T is, T is the moment production changes first', () => {
  const world = new World().start(
    runbook({ phases: [phase('prepare', [confirm('sure')]), rollout([run('deploy')], { at: null })] }),
  );
  expect(world.state.T).toBeNull();
  const later = world.pass(60_000).now;
  world.confirm(dev, 'sure');
  expect(world.state.T).toBe(later);
});

test('a T that was given holds production back although no phase names it', () => {
  const world = new World();
  world.start(runbook({ phases: [rollout([run('deploy')], { at: null })] }), { T: world.now + 3_600_000 });
  expect(world.types()).not.toContain('phase.started');
  world.pass(3_599_000);
  expect(world.pending('command.start')).toEqual([]);
  world.pass(1_000);
  expect(world.pending('command.start')).toHaveLength(1);
});
