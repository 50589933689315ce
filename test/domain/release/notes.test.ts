import { describe, expect, test } from 'vitest';
import { sha256 } from '#src/base/id.ts';
import type { NotesText } from '#src/domain/release/notes.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { ada, dev, quinn, refold } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { approve, checkpoint, confirm, note, phase, rollout, run, runbook } from '../../support/runbook.ts';

const release: Step = {
  ...note('notes', { roles: ['captain'] }),
  verb: 'release-notes',
  sections: ['New', 'Rollback'],
  formats: ['md'],
} as unknown as Step;

const ASKED: NotesText = {
  title: 'Shop 1.2.0',
  summary: 'Since v1.1.0: 1 commit by 1 person.',
  sections: [
    { name: 'New', text: '- a batch of documents (cccccc1, Mira)' },
    { name: 'Rollback', text: '> TODO: How do we get back?' },
  ],
};
const WRITTEN: NotesText = { ...ASKED, sections: [ASKED.sections[0] ?? NONE(), { name: 'Rollback', text: 'Switch.' }] };

function NONE(): never {
  throw new Error('there is a first section');
}

function drafted(notes: NotesText, ...phases: readonly Phase[]): World {
  const world = new World().start(runbook({ phases }));
  const ref = { step: 'notes', attempt: 1, part: null, wave: null };
  world.take('git.notes');
  world.tell({ type: 'notes-drafted', ref, notes });
  return world;
}

const edit = (world: World, texts: { [section: string]: string }) =>
  ({ type: 'edit-notes', step: 'notes', attempt: 1, of: world.state.notes?.hash ?? '', texts }) as const;

const alone = phase('prepare', [release, note('after')]);
const open = phase('prepare', [release, confirm('wait')]);
const decision = phase('decision', [approve('go')]);
const live = rollout([run('deploy')]);

describe('[V3] release notes', () => {
  test('with nothing left to ask are done as they were drafted', () => {
    const world = drafted(WRITTEN, alone);
    expect(world.status('notes')).toBe('done');
    expect(world.status('after')).toBe('done');
  });

  test('[R1] wait while a section holds only a question, and go on when somebody has written it', () => {
    const world = drafted(ASKED, alone);
    expect(world.status('notes')).toBe('waiting');
    expect(world.status('after')).toBe('pending');
    world.by(ada, edit(world, { New: '- a batch', Rollback: '' }));
    expect(world.status('notes')).toBe('waiting');
    world.by(ada, edit(world, { Rollback: 'Switch back.' }));
    expect(world.status('notes')).toBe('done');
    expect(world.state.notes).toMatchObject({ number: 3, by: 'ada', hash: sha256(world.state.notes?.markdown ?? '') });
    expect(world.state.notes?.markdown).toContain('## Rollback\n\nSwitch back.\n');
    expect(world.all('notes.edited').map(({ number, changed }) => [number, changed])).toEqual([
      [2, ['New']],
      [3, ['Rollback']],
    ]);
    world.expectFolded();
  });

  test('are written by the role of their step', () => {
    const world = drafted(ASKED, alone);
    expect(world.refused(quinn, edit(world, { Rollback: 'x' }))).toBe('who.role');
  });

  test('[R1] a section that was written is not emptied', () => {
    const world = drafted(WRITTEN, open);
    expect(world.do({ actor: ada, ...edit(world, { Rollback: '  ' }) }).refusal).toEqual({
      code: 'notes.section',
      text: '"Rollback" is empty. Write what is to be said, or that there is nothing to say.',
    });
  });

  test('a text longer than a field of Slack is refused with its length', () => {
    const world = drafted(WRITTEN, open);
    const said = world.do({ actor: ada, ...edit(world, { Rollback: 'x'.repeat(3_001) }) }).refusal?.text;
    expect(said).toContain('"Rollback" has 3001 characters');
  });

  test('what somebody else wrote meanwhile is not written over', () => {
    const world = drafted(WRITTEN, open);
    const old = edit(world, { Rollback: 'mine' });
    world.by(ada, edit(world, { Rollback: 'theirs' }));
    expect(world.do({ actor: ada, ...old }).refusal).toMatchObject({
      code: 'notes.changed',
      text: expect.stringContaining('<@ada> edited them (version 2)'),
    });
    expect(world.refused(ada, edit(world, { Rollback: 'theirs' }))).toBe('notes.same');
  });
});

describe('[X3] an approval is bound to the notes it was given for', () => {
  test('a vote counts no more when the notes are edited, and says why', () => {
    const both = phase('decision', [approve('go', { quorum: { captain: 1, owner: 1 } })]);
    const world = drafted(WRITTEN, phase('prepare', [release]), both, live);
    world.go(ada, 'go');
    const seen = world.vote('go', true);
    world.by(ada, edit(world, { Rollback: 'Restore the backup.' }));
    expect(world.all('gate.voided')[0]?.says).toBe(
      'the release notes were edited (version 2: Rollback), so it is asked again',
    );
    expect(world.state.steps['go']?.gate?.votes).toEqual([]);
    expect(world.refused(ada, seen)).toBe('vote.stale');
    world.expectFolded();
  });

  test('a go/no-go that had passed is asked again, and nothing goes live before it passes', () => {
    const later = phase('late', [confirm('wait')], {});
    const world = drafted(WRITTEN, phase('prepare', [release]), decision, later, live);
    world.go(ada, 'go');
    world.found();
    expect(world.status('wait')).toBe('waiting');
    world.by(ada, edit(world, { Rollback: 'Restore the backup.' }));
    expect(world.status('go')).toBe('waiting');
    expect(world.state.phases['late']?.status).toBe('pending');
    world.go(ada, 'go');
    world.found();
    world.confirm(dev, 'wait');
    expect(world.state.phases['rollout']?.status).toBe('running');
    world.expectFolded();
  });

  test('what was confirmed about other notes is confirmed again: their checkpoint, and whatever names them', () => {
    const about = { ...confirm('read'), of: 'notes' } as Step;
    const prepare = phase('prepare', [release, about, confirm('other')], { checkpoint: checkpoint('All is ready') });
    const world = drafted(WRITTEN, prepare, phase('next', [confirm('last')]), live);
    for (const step of ['read', 'other', 'prepare.checkpoint']) world.confirm(dev, step);
    expect(world.status('last')).toBe('waiting');
    world.by(ada, edit(world, { Rollback: 'Restore the backup.' }));
    expect(world.all('confirmation.voided').map(one => one.step)).toEqual(['prepare.checkpoint', 'read']);
    expect(world.status('read')).toBe('waiting');
    expect(world.status('other')).toBe('done');
    expect(world.state.phases['next']?.status).toBe('pending');
    world.confirm(dev, 'read');
    world.confirm(dev, 'prepare.checkpoint');
    world.confirm(dev, 'last');
    expect(world.state.phases['rollout']?.status).toBe('running');
    world.expectFolded();
  });

  test('on the way to production the notes stand as they were approved', () => {
    const world = drafted(WRITTEN, phase('prepare', [release]), live);
    expect(world.do({ actor: ada, ...edit(world, { Rollback: 'late' }) }).refusal?.text).toBe(
      'REL-1 is on its way to production, so its release notes stand as they were approved.',
    );
  });
});

test('notes drafted by an earlier version of the bot are read, bind no vote and are not edited', () => {
  const world = drafted(WRITTEN, phase('prepare', [release, confirm('wait')]));
  const facts = world.facts.map(one =>
    one.type === 'notes.drafted' ? { ...one, data: { step: 'notes', markdown: '## 1.2.0' } } : one,
  );
  const old = new World();
  for (const one of facts) old.facts.push(one);
  old.run = refold(old.facts);
  expect(old.state.notes).toMatchObject({ markdown: '## 1.2.0', hash: null, sections: [] });
  expect(old.refused(ada, edit(old, { Rollback: 'x' }))).toBe('notes.closed');
});
