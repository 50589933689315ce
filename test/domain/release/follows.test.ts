import { expect, test } from 'vitest';
import { storyLines } from '#src/chat/story.ts';
import type { ToldFact } from '#src/chat/told.ts';
import { countedFrom } from '#src/domain/release/counted-from.ts';
import { followsInProduction } from '#src/domain/release/follows.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, note, phase, product, rollout, run, runbook, version } from '../../support/runbook.ts';

const NOTES = { ...note('notes'), verb: 'release-notes', sections: [], formats: ['md'] } as unknown as Step;

/** A release whose version step found 1.2.0 as the last good one. */
function hotfix(...notes: readonly Step[]): World {
  const world = new World('REL-9');
  world.alone = false;
  world.start(
    runbook({
      product: product({ repository: { path: '.', branch: 'main', tag: 'v${{ run.version }}', remote: 'origin' } }),
      phases: [phase('prepare', [version('next'), ...notes, confirm('ready')]), rollout([run('deploy')])],
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
  if (notes.length > 0) {
    const drafted = { title: 'Shop 1.3.1', summary: 'Since v1.2.0: 1 commit.', sections: [] };
    const ref = { step: 'notes', attempt: 1, part: null, wave: null };
    world.tell({ type: 'notes-drafted', ref, notes: drafted });
  }
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

test('its thread says what production has by then, and what its notes count from; they stay as they were approved', () => {
  const world = hotfix(NOTES);
  expect(countedFrom(world.state)).toBeNull();
  world.by(dev, { type: 'confirm', step: 'ready', attempt: 1, remark: null });
  const before = world.state.notes;
  world.tell({ type: 'production-turn', behind: null, follows: { run: 'REL-8', version: '1.3.0' } });
  expect(world.state.notes).toEqual(before);
  expect(countedFrom(world.state)).toEqual({ notes: '1.2.0', production: '1.3.0' });
  expect(lastStory(world)).toContain(
    '▶ Production has 1.3.0 by now (REL-8); a way back of this release leads there. The release notes tell the changes since 1.2.0.',
  );
});

test('where production has what it counted from, nothing is said of it', () => {
  const world = hotfix(NOTES);
  world.by(dev, { type: 'confirm', step: 'ready', attempt: 1, remark: null });
  world.tell({ type: 'production-turn', behind: null });
  expect(countedFrom(world.state)).toBeNull();
  expect(lastStory(world)).not.toContain('Production has');
});

function lastStory(world: World): string {
  const told = world.told.findLast(one => one.body['story'] !== undefined)?.body['story'];
  return storyLines(world.state, (told ?? []) as unknown as readonly ToldFact[])?.text ?? '';
}
