import { expect, test } from 'vitest';
import type { Json } from '#src/base/json.ts';
import { ada, dev, olga } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { approve, phase, product, report, rollback, rollout, run, runbook } from '../../support/runbook.ts';

const both = { quorum: { captain: 1, owner: 1 } };

function gated(raci: Parameters<typeof product>[0] = {}) {
  return runbook({
    product: product(raci),
    phases: [phase('decision', [approve('go', both)]), rollout([run('deploy')])],
    rollback: rollback([run('back', { undoes: ['deploy'] })]),
  });
}

const told = (grade: string | null) =>
  ({ type: 'incident-told', incident: 'INC-7', grade, says: 'Checkout down' }) as const;

test('[X5] an open incident closes the gate: votes given before are void, and none passes until it is over', () => {
  const world = new World().start(gated());
  world.go(ada, 'go');
  world.tell(told('SEV1'));
  expect(world.types()).toContain('gate.voided');
  world.go(ada, 'go');
  world.go(olga, 'go');
  world.found();
  expect(world.status('go')).toBe('waiting');
  expect(world.facts.findLast(fact => fact.type === 'gate.held')?.data).toMatchObject({
    reasons: ['not-held: INC-7 (SEV1) is open and holds releases'],
  });
  world.tell(told(null));
  world.go(ada, 'go');
  world.go(olga, 'go');
  world.found();
  expect(world.status('go')).toBe('done');
});

test('[X5] a hold that comes after the gate keeps production closed; a rollout on its way goes on', () => {
  const late = new World();
  late.alone = false;
  late.start(gated());
  late.go(ada, 'go');
  late.go(olga, 'go');
  late.found();
  const open = new World().start(gated());
  open.go(ada, 'go');
  open.go(olga, 'go');
  open.found();
  expect(open.status('deploy')).toBe('running');
  open.tell(told('SEV1'));
  expect(open.run?.status).toBe('running');
  expect(open.status('deploy')).toBe('running');
});

test('[X5] whoever may override accepts the hold with a reason, and only for this gate', () => {
  const raci = { override: { responsible: [], accountable: ['owner'], consulted: [], informed: [] } };
  const world = new World().start(gated({ raci }));
  world.tell(told('SEV1'));
  expect(world.refused(ada, { type: 'override', step: 'go', fact: 'not-held', reason: 'It fixes INC-7' })).toBe(
    'who.role',
  );
  world.by(olga, { type: 'override', step: 'go', fact: 'not-held', reason: 'It fixes INC-7' });
  world.go(ada, 'go');
  world.go(olga, 'go');
  world.found();
  expect(world.status('go')).toBe('done');
  expect(world.status('deploy')).toBe('running');
});

test('[X5] a release started from an incident is not held by it', () => {
  const world = new World().start(gated(), { incident: 'INC-7' });
  world.tell(told('SEV1'));
  expect(world.run?.heldBy).toEqual([]);
  expect(world.effects.filter(one => one.kind === 'run.tell').map(one => one.body)).toEqual([
    { run: 'INC-7', command: { type: 'linked', run: 'REL-1', why: 'started from INC-7' } },
  ] as unknown as Json[]);
});

test('[V14] [X5] an incident takes a release back that is completed already, once', () => {
  const world = new World().start(gated());
  world.go(ada, 'go');
  world.go(olga, 'go');
  world.found();
  world.ended('deploy');
  expect(world.run?.status).toBe('completed');
  const back = {
    type: 'incident-acts',
    incident: 'INC-7',
    what: 'rollback',
    reason: 'Checkout down',
    by: ada,
  } as const;
  world.tell(back);
  world.tell(back);
  expect(world.run?.status).toBe('rolling-back');
  world.ended('back');
  expect(world.run).toMatchObject({ status: 'rolled-back' });
  expect(world.facts.filter(fact => fact.type === 'release.rollback-started')).toHaveLength(1);
  expect(world.refused(dev, { type: 'rollback', reason: 'again' })).toBe('run.over');
});

test('[V14] an incident makes a release stand still, and one that is over is left as it is', () => {
  const world = new World().start(gated());
  world.tell({ type: 'incident-acts', incident: 'INC-7', what: 'pause', reason: 'Analyse first', by: ada });
  expect(world.run).toMatchObject({ status: 'paused', pause: { says: 'INC-7: Analyse first', by: ada.user } });
});

test('[X5] what was accepted for one incident says nothing of the next', () => {
  const raci = { override: { responsible: [], accountable: ['owner'], consulted: [], informed: [] } };
  const world = new World().start(gated({ raci }));
  world.tell(told('SEV1'));
  world.by(olga, { type: 'override', step: 'go', fact: 'not-held', reason: 'It fixes INC-7' });
  world.now += 1_000;
  world.tell({ type: 'incident-told', incident: 'INC-8', grade: 'SEV1', says: 'Mails are lost' });
  world.go(ada, 'go');
  world.go(olga, 'go');
  world.found();
  expect(world.status('go')).toBe('waiting');
  expect(world.status('deploy')).toBe('pending');
});

test('[X5] an acceptance is bound to the incidents it was given for, whatever the clock says', () => {
  const raci = { override: { responsible: [], accountable: ['owner'], consulted: [], informed: [] } };
  const world = new World().start(gated({ raci }));
  const other = (grade: string | null) =>
    world.tell({ type: 'incident-told', incident: 'INC-8', grade, says: 'Mails are lost' });
  const accept = { type: 'override', step: 'go', fact: 'not-held', reason: 'It fixes INC-7' } as const;
  const goes = () => {
    world.go(ada, 'go');
    world.go(olga, 'go');
    world.found();
    return world.status('go');
  };
  world.tell(told('SEV1'));
  world.by(olga, accept);
  // At the same moment, or with the clock set back since.
  world.now -= 60_000;
  other('SEV1');
  expect(goes()).toBe('waiting');

  const found = 'INC-7 (SEV1) is open and holds releases';
  expect(world.refused(olga, { ...accept, found })).toBe('override.changed');
  world.by(olga, { ...accept, found: 'INC-7 (SEV1), INC-8 (SEV1) are open and hold releases' });
  expect(world.all('override.given').map(one => one.holds)).toEqual([
    { 'INC-7': 'SEV1' },
    { 'INC-7': 'SEV1', 'INC-8': 'SEV1' },
  ]);
  other(null);
  expect(goes()).toBe('done');
  world.expectFolded();
});

test('[V8] [V16] the report of a completed release that is taken back is written anew, and its verdict is gone', () => {
  const world = new World().start({ ...gated(), finally: [report('audit'), run('sweep-up')] });
  world.go(ada, 'go');
  world.go(olga, 'go');
  world.found();
  world.ended('deploy');
  const written = () =>
    world.tell({
      type: 'reports-written',
      ref: { step: 'audit', attempt: world.run?.steps['audit']?.attempt ?? 0, part: null, wave: null },
      files: [{ name: 'audit.json', hash: 'd'.repeat(64), permalink: null }],
    });
  written();
  world.ended('sweep-up');
  expect(world.run).toMatchObject({ status: 'completed' });
  world.tell({ type: 'incident-acts', incident: 'INC-7', what: 'rollback', reason: 'Checkout down', by: ada });
  world.ended('back');
  expect(world.run).toMatchObject({ status: 'rolled-back', verdict: null });
  expect(world.status('audit')).toBe('running');
  written();
  expect(world.status('audit')).toBe('done');
  expect(world.run?.steps['sweep-up']?.attempt).toBe(1);
});
