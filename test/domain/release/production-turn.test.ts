import { expect, test } from 'vitest';
import { ada } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, phase, rollback, rollout, run, runbook } from '../../support/runbook.ts';

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

const watched = () =>
  runbook({ phases: [rollout([run('deploy')]), phase('after', [confirm('calm')])], rollback: rollback([]) });
const overtaken = { type: 'production-overtaken', by: 'REL-9' } as const;

test('only a run that is watched and nothing else gives its turn away, and only once', () => {
  const world = new World();
  world.start(watched());
  world.tell(overtaken);
  expect(world.all('production.overtaken')).toEqual([]);
  world.ended('deploy');
  world.tell(overtaken);
  world.tell({ ...overtaken, by: 'REL-10' });
  expect(world.all('production.overtaken')).toMatchObject([{ by: 'REL-9' }]);
});

test('a run that has turned round gives nothing away: whoever asks waits for its end', () => {
  const world = new World();
  world.start(watched());
  world.ended('deploy');
  world.by(ada, { type: 'rollback', reason: 'totals are wrong' });
  world.tell(overtaken);
  expect(world.all('production.overtaken')).toEqual([]);
});
