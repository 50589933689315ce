import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { isLocking } from '#src/domain/release/lock.ts';
import { lastRollbackIn, lockIn } from '#src/domain/release/past-rollback.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { summaryOf } from '#src/engine/summary.ts';
import { ada, dev, olga } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, phase, rollback, rollout, run, runbook } from '../../support/runbook.ts';

const book = (owner?: readonly string[]) =>
  runbook({
    phases: [phase('prepare', [confirm('ready')]), rollout([run('deploy'), confirm('look')])],
    rollback: rollback([run('undo', { undoes: ['deploy'] })], owner === undefined ? {} : { owner }),
  });

/** Deployed, taken back in four minutes, over. */
function rolledBack(owner?: readonly string[]): World {
  const world = new World().start(book(owner));
  world.confirm(dev, 'ready');
  world.ended('deploy');
  world.by(dev, { type: 'rollback', reason: 'It broke' });
  world.pass(4 * MINUTE);
  world.ended('undo');
  return world;
}

const row = (world: World): RunSummary => summaryOf(world.state, '', {});

test('a rollback of production locks the product until an accountable person unlocks it with a reason', () => {
  const world = rolledBack();
  expect([world.state.status, isLocking(world.state)]).toEqual(['rolled-back', true]);
  expect(lockIn([row(world)])).toEqual({ run: 'REL-1', owners: 'Captain' });
  expect(world.refused(dev, { type: 'unlock', reason: 'Fixed' })).toBe('who.role');
  expect(world.types().at(-1)).toBe('access.denied');
  expect(world.refused(ada, { type: 'unlock', reason: ' ' })).toBe('lock.reason');
  world.by(ada, { type: 'unlock', reason: 'The query is fixed' });
  expect(world.all('release.unlocked')).toEqual([
    { reason: 'The query is fixed', rule: 'captain: Unlocking Shop after REL-1' },
  ]);
  expect([isLocking(world.state), lockIn([row(world)])]).toEqual([false, null]);
  expect(world.refused(ada, { type: 'unlock', reason: 'Again' })).toBe('lock.none');
  world.expectFolded();
});

test('the runbook may name another owner', () => {
  const world = rolledBack(['owner']);
  expect(world.refused(ada, { type: 'unlock', reason: 'Fixed' })).toBe('who.role');
  world.by(olga, { type: 'unlock', reason: 'Fixed' });
  expect(isLocking(world.state)).toBe(false);
});

test('while it is on its way back nobody unlocks', () => {
  const world = new World().start(book());
  world.confirm(dev, 'ready');
  world.ended('deploy');
  world.by(dev, { type: 'rollback', reason: 'It broke' });
  expect(isLocking(world.state)).toBe(true);
  expect(world.refused(ada, { type: 'unlock', reason: 'Fixed' })).toBe('lock.rolling-back');
});

test('where production was never touched, nothing is locked', () => {
  const world = new World().start(book());
  world.by(dev, { type: 'rollback', reason: 'Not tonight' });
  expect([world.state.status, isLocking(world.state)]).toEqual(['rolled-back', false]);
  expect(world.refused(ada, { type: 'unlock', reason: 'Fixed' })).toBe('lock.none');
});

test('how long it took from the decision to its end is kept in its row, and the last one is found', () => {
  const world = rolledBack();
  const at = world.state.rollback?.at;
  expect(lastRollbackIn([row(world)])).toEqual({ run: 'REL-1', at, tookMs: 4 * MINUTE });
  const later = {
    ...row(world),
    id: 'REL-7',
    facts: { ...row(world).facts, rollbackAt: (at ?? 0) + 1, rollbackMs: 5 },
  };
  expect(lastRollbackIn([row(world), later])?.run).toBe('REL-7');
  expect(lastRollbackIn([{ ...later, facts: {} }])).toBeNull();
});

test('a release on its way waits before production for whoever unlocks it, and goes on then', () => {
  const world = new World();
  world.alone = false;
  world.start(book());
  world.confirm(dev, 'ready');
  world.take('production.turn');
  world.tell({ type: 'production-turn', behind: 'REL-9', lockedFor: 'Captain' });
  expect(world.all('production.awaited')).toEqual([
    {
      behind: 'REL-9',
      says: 'REL-9 was rolled back and locks production; REL-1 goes on when Captain has unlocked it',
      locked: true,
    },
  ]);
  world.tell({ type: 'production-turn', behind: 'REL-9', lockedFor: 'Captain' });
  expect(world.all('production.awaited')).toHaveLength(1);
  expect(world.pending('command.start')).toEqual([]);
  world.tell({ type: 'production-turn', behind: null });
  expect(world.pending('command.start')).toHaveLength(1);
});
