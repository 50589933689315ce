import { expect, test } from 'vitest';
import { World } from '../../support/run-world.ts';
import { rollout, run, runbook } from '../../support/runbook.ts';

const touching = () => runbook({ phases: [rollout([run('deploy')])] });

test('a run behind another of its product waits before it touches production, and says for whom', () => {
  const world = new World();
  world.alone = false;
  world.start(touching());
  expect(world.types()).not.toContain('phase.started');
  world.take('production.turn');
  world.tell({ type: 'production-turn', behind: 'REL-3' });
  expect(world.all('production.awaited')).toEqual([
    { behind: 'REL-3', says: 'REL-3 of the same product is in production; REL-1 goes on when that has ended' },
  ]);
  expect(world.pending('command.start')).toEqual([]);
  world.tell({ type: 'production-turn', behind: null });
  expect(world.types()).toContain('phase.started');
  expect(world.pending('command.start')).toHaveLength(1);
});
