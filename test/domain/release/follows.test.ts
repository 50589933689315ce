import { expect, test } from 'vitest';
import { followsInProduction } from '#src/domain/release/follows.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, phase, product, rollout, run, runbook, version } from '../../support/runbook.ts';

/** A release whose version step found 1.2.0 as the last good one. */
function hotfix(): World {
  const world = new World('REL-9');
  world.alone = false;
  world.start(
    runbook({
      product: product({ repository: { path: '.', branch: 'main', tag: 'v${{ run.version }}', remote: 'origin' } }),
      phases: [phase('prepare', [version('next'), confirm('ready')]), rollout([run('deploy')])],
    }),
  );
  const outputs = {
    version: '1.3.1',
    tag: 'v1.3.1',
    previousVersion: '1.2.0',
    previousTag: 'v1.2.0',
    commit: 'c0ffee',
  };
  world.ended('next', 'done', outputs);
  return world;
}

function row(
  id: string,
  change: Partial<Omit<RunSummary, 'facts'>> & { readonly facts?: RunSummary['facts'] },
): RunSummary {
  const { facts, ...own } = change;
  return {
    stream: `release:${id}`,
    id,
    status: 'running',
    version: '1.3.0',
    ...own,
    facts: { touched: 1, production: null, ended: null, ...facts },
  } as unknown as RunSummary;
}

const completed = (world: World, afterMs: number) => ({ status: 'completed', facts: { ended: world.now + afterMs } });
const inTurn = { facts: { production: { since: 1, taken: true } } };

test('a release that passes one that is only watched follows that one, for production has it', () => {
  const { state } = hotfix();
  expect(followsInProduction(state, [row('REL-8', inTurn)], 'REL-8')).toEqual({ run: 'REL-8', version: '1.3.0' });
  expect(followsInProduction(state, [row('REL-8', inTurn)], null)).toBeNull();
});

test('one that was passed before is in production all the same, and of several the last that went there', () => {
  const { state } = hotfix();
  const rows = [row('REL-8', { version: '1.3.0' }), row('REL-7', { version: '1.2.5', facts: { touched: 0 } })];
  expect(followsInProduction(state, rows, null)).toEqual({ run: 'REL-8', version: '1.3.0' });
});

test('one that came through while this one waited counts, one that git knew already or that was taken back does not', () => {
  const world = hotfix();
  const asked = (one: RunSummary) => followsInProduction(world.state, [one], null);
  expect(asked(row('REL-8', completed(world, 1)))).toEqual({ run: 'REL-8', version: '1.3.0' });
  expect(asked(row('REL-8', completed(world, -1)))).toBeNull();
  expect(asked(row('REL-8', { status: 'rolled-back' }))).toBeNull();
  expect(asked(row('REL-8', { version: '1.1.0' }))).toBeNull();
  expect(asked(row('REL-8', { facts: { touched: null } }))).toBeNull();
});

test('where it enters production it takes over what it follows, with its tag', () => {
  const world = hotfix();
  world.by(dev, { type: 'confirm', step: 'ready', attempt: 1, remark: null });
  expect(world.state).toMatchObject({ previousVersion: '1.2.0', previousTag: 'v1.2.0' });
  world.tell({ type: 'production-turn', behind: null, follows: { run: 'REL-8', version: '1.3.0' } });
  expect(world.state).toMatchObject({ previousVersion: '1.3.0', previousTag: 'v1.3.0' });
});
