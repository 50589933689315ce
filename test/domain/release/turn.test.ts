import { expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '#src/base/time.ts';
import { placeIn } from '#src/domain/release/turn.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { ada, dev, NOON } from '../../support/given.ts';
import { ProductWorld } from '../../support/product-world.ts';
import type { World } from '../../support/run-world.ts';
import { approve, confirm, fact, phase, report, rollback, rollout, run, runbook } from '../../support/runbook.ts';

const deploys = () =>
  runbook({ phases: [rollout([run('deploy')])], rollback: rollback([run('undo', { undoes: ['deploy'] })]) });

test('an abort frees production only when the command that was told to stop has ended', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(deploys());
  await shop.look(first);
  expect(first.pending('command.start')).toHaveLength(1);
  const second = shop.release('REL-2');
  second.now += 2 * SECOND;
  second.start(deploys());

  const deploy = first.take('command.start');
  first.by(dev, { type: 'abort', reason: 'Not tonight' });
  expect(first.state.status).toBe('aborted');
  await shop.look(second);
  expect(second.all('production.awaited')).toMatchObject([{ behind: 'REL-1' }]);
  expect(second.pending('command.start')).toEqual([]);
  expect(shop.row(first).open).toBe(true);

  first.answer(deploy, 'failed');
  expect(shop.row(first).open).toBe(false);
  await shop.look(second);
  expect(second.pending('command.start')).toHaveLength(1);
});

test('[X5] a release counts as in production from what it did there, and not from when it began to wait', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(deploys());
  await shop.look(first);
  const second = shop.release('REL-2');
  second.now += 2 * SECOND;
  second.start(deploys());
  await shop.look(second);
  expect(shop.row(second).facts['touched']).toBeNull();

  first.ended('deploy');
  second.pass(HOUR);
  await shop.look(second);
  expect(second.pending('command.start')).toHaveLength(1);
  expect(shop.row(second).facts['touched']).toBe(NOON + HOUR + 2 * SECOND);
});

test('what an aborted release cleans up is waited for, what it only reports is not', async () => {
  const shop = new ProductWorld();
  const closes = (steps: readonly Step[]) => runbook({ phases: [rollout([run('deploy')])], finally: steps });
  const first = shop.release('REL-1').start(closes([run('tidy'), report('record')]));
  await shop.look(first);
  const deploy = first.take('command.start');
  first.by(dev, { type: 'abort', reason: 'Not tonight' });
  first.answer(deploy, 'failed');
  expect(placeIn(shop.row(first).facts['production'])).toMatchObject({ taken: true });
  first.ended('tidy');
  expect(placeIn(shop.row(first).facts['production'])).toBeNull();
  expect(first.status('record')).toBe('running');
  expect(shop.row(first).open).toBe(true);
});

test('a release that was aborted before its turn came is waited for by nobody', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(deploys());
  first.by(dev, { type: 'abort', reason: 'Not tonight' });
  expect(placeIn(shop.row(first).facts['production'])).toBeNull();
});

test('a clock set back lets nobody in beside the run that is in production', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(deploys());
  await shop.look(first);
  const second = shop.release('REL-2');
  second.now -= 2 * SECOND;
  second.start(deploys());
  await shop.look(second);
  expect(second.all('production.awaited')).toMatchObject([{ behind: 'REL-1' }]);
  expect(second.pending('command.start')).toEqual([]);
});

test('what one run took is on its row before the next looks, however long the disk takes', async () => {
  const shop = new ProductWorld();
  const disk = Promise.withResolvers<void>();
  shop.disk = disk.promise;
  const first = shop.release('REL-1').start(deploys());
  const looks = [shop.look(first)];
  await new Promise(setImmediate);
  const second = shop.release('REL-2');
  second.now -= 2 * SECOND;
  second.start(deploys());
  looks.push(shop.look(second));
  await new Promise(setImmediate);
  disk.resolve();
  await Promise.all(looks);
  expect([first, second].map(one => one.state.production?.taken)).toEqual([true, false]);
});

test('a row of an earlier version, which knew only since when, counts as one in production', () => {
  expect(placeIn(NOON)).toEqual({ since: NOON, taken: true });
});

const T = { sign: 1, ms: 0, days: 0, text: 'T' } as const;
const decided = (change: Partial<Phase> = {}) =>
  runbook({ phases: [phase('decision', [approve('go')]), rollout([run('deploy')], change)] });
const isIn = (world: World) => world.state.production?.taken === true;

/** A hotfix of this incident: it goes to production without a go/no-go. */
function hotfix(shop: ProductWorld, incident: string, at: number): World {
  shop.incidents.push({ kind: 'incident', open: true, id: incident, facts: { holds: true, severity: 'SEV1' } });
  const fix = shop.release('REL-9');
  fix.now = at;
  return fix.start(deploys(), { incident });
}

/** The incident tells the release that it holds it. */
function hold(world: World, incident: string): void {
  world.tell({ type: 'incident-told', incident, grade: 'SEV1', says: 'Checkout is down' });
}

test('a release that is held when its time comes stands in nobody’s way, and asks for its turn with the new go', async () => {
  const shop = new ProductWorld();
  const held = shop.release('REL-1').start(decided({ at: T }), { T: NOON + HOUR });
  held.go(ada, 'go');
  held.found();
  hold(held, 'INC-7');
  held.pass(HOUR);
  expect(held.types()).not.toContain('production.asked');
  const fix = hotfix(shop, 'INC-7', NOON + HOUR + MINUTE);
  await shop.look(fix);
  expect(isIn(fix)).toBe(true);
  held.tell({ type: 'incident-told', incident: 'INC-7', grade: null, says: 'INC-7 is over' });
  held.go(ada, 'go');
  held.found();
  expect(held.types()).toContain('production.asked');
});

test('held while it waits for its turn it gives the turn back, also when it has it and touched nothing yet', async () => {
  const shop = new ProductWorld();
  const waits = shop.release('REL-1').start(decided());
  waits.go(ada, 'go');
  waits.found();
  expect(waits.state.production).toMatchObject({ taken: false });
  hold(waits, 'INC-7');
  expect(waits.state.production).toBeNull();

  const confirms = shop.release('REL-2').start(runbook({ phases: [rollout([confirm('ready'), run('deploy')])] }));
  await shop.look(confirms);
  expect([isIn(confirms), confirms.status('ready')]).toEqual([true, 'waiting']);
  hold(confirms, 'INC-7');
  confirms.confirm(dev, 'ready');
  expect([confirms.state.production, confirms.pending('command.start')]).toEqual([null, []]);
  const fix = hotfix(shop, 'INC-7', NOON + MINUTE);
  await shop.look(fix);
  expect(isIn(fix)).toBe(true);
  shop.incidents.length = 0;
  confirms.tell({ type: 'incident-told', incident: 'INC-7', grade: null, says: 'INC-7 is over' });
  await shop.look(confirms);
  expect(confirms.all('production.awaited')).toMatchObject([{ behind: 'REL-9' }]);
  expect(confirms.pending('command.start')).toEqual([]);
});

test('paused before it touched anything it lets others go first, and asks anew when it goes on', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(runbook({ phases: [rollout([confirm('ready'), run('deploy')])] }));
  await shop.look(first);
  first.by(dev, { type: 'pause', reason: 'Lunch' });
  const second = shop.release('REL-2').start(deploys());
  await shop.look(second);
  expect(isIn(second)).toBe(true);
  first.by(dev, { type: 'resume', reason: null });
  first.confirm(dev, 'ready');
  await shop.look(first);
  expect(first.all('production.awaited')).toMatchObject([{ behind: 'REL-2' }]);
  expect(first.pending('command.start')).toEqual([]);
  second.ended('deploy');
  await shop.look(first);
  expect(first.pending('command.start')).toHaveLength(1);
});

test('what has touched production keeps its turn, paused and held as it may be', async () => {
  const shop = new ProductWorld();
  const first = shop.release('REL-1').start(deploys());
  await shop.look(first);
  first.by(dev, { type: 'pause', reason: 'Something is odd' });
  hold(first, 'INC-7');
  const fix = hotfix(shop, 'INC-7', NOON + MINUTE);
  await shop.look(fix);
  expect(fix.all('production.awaited')).toMatchObject([{ behind: 'REL-1' }]);
});

test('a release that waits at a lock stands in no hotfix’s way', async () => {
  const shop = new ProductWorld();
  const waits = shop.release('REL-1').start(deploys());
  waits.tell({ type: 'production-turn', behind: 'REL-0', lockedFor: 'Captain' });
  const fix = hotfix(shop, 'INC-7', NOON + MINUTE);
  await shop.look(fix);
  expect(isIn(fix)).toBe(true);
});

test('a release that waited at a lock is seen in production when it has its turn', async () => {
  const shop = new ProductWorld();
  const waited = shop.release('REL-1').start(deploys());
  waited.tell({ type: 'production-turn', behind: 'REL-0', lockedFor: 'Captain' });
  await shop.look(waited);
  expect(isIn(waited)).toBe(true);
  const second = shop.release('REL-2').start(deploys());
  await shop.look(second);
  expect(second.all('production.awaited')).toMatchObject([{ behind: 'REL-1' }]);
});

test('what repairs an open incident goes before a release that asked earlier and is not there yet', async () => {
  const shop = new ProductWorld();
  const waits = shop.release('REL-1').start(deploys());
  const fix = hotfix(shop, 'INC-7', NOON + MINUTE);
  shop.incidents[0] = { ...shop.incidents[0], facts: { holds: false, severity: 'SEV3' } };
  await shop.look(waits);
  expect(waits.all('production.awaited')).toMatchObject([{ behind: 'REL-9' }]);
  await shop.look(fix);
  expect(isIn(fix)).toBe(true);
});

test('a fact that turned at T puts the release back to its go/no-go, and it gives its turn back', async () => {
  const shop = new ProductWorld();
  const gate = phase('decision', [approve('go', { requires: [fact('backup-fresh')] })]);
  const first = shop.release('REL-1').start(runbook({ phases: [gate, rollout([run('deploy')], { at: T })] }), {
    T: NOON + HOUR,
  });
  first.found();
  first.go(ada, 'go');
  first.found();
  first.pass(HOUR);
  await shop.look(first);
  expect(isIn(first)).toBe(true);
  first.found({ 'backup-fresh': 'does-not-hold' });
  expect([first.status('go'), first.state.production]).toEqual(['waiting', null]);
});

test('a lock is passed only while the incident is open, as it is when the turn comes, and that is on record', async () => {
  for (const open of [true, false]) {
    const shop = new ProductWorld();
    const book = runbook({
      phases: [rollout([run('deploy'), confirm('look')])],
      rollback: rollback([run('undo', { undoes: ['deploy'] })]),
    });
    const broken = shop.release('REL-0').start(book);
    await shop.look(broken);
    broken.ended('deploy');
    broken.by(dev, { type: 'rollback', reason: 'It broke' });
    broken.ended('undo');
    const fix = hotfix(shop, 'INC-7', NOON + MINUTE);
    if (!open) shop.incidents.length = 0;
    await shop.look(fix);
    expect(isIn(fix)).toBe(open);
    expect(fix.state.passesLock).toBe(open ? 'REL-0' : null);
    expect(fix.all('production.awaited')).toMatchObject(open ? [] : [{ behind: 'REL-0', locked: true }]);
    fix.expectFolded();
  }
});

test('what a private incident is about does not reach the release it holds', async () => {
  const shop = new ProductWorld();
  const facts = { holds: true, severity: 'SEV1', private: true };
  const held = shop.release('REL-1').start(deploys());
  shop.incidents.push({ kind: 'incident', open: true, id: 'INC-7', title: 'Salaries are readable', facts });
  await shop.look(held);
  expect(held.all('release.held').map(one => one.says)).toEqual(['a private incident (SEV1)']);
  expect([held.state.production, held.pending('command.start')]).toEqual([null, []]);
});

test('an overtaken release that is taken back by a person is in production again while it goes back', async () => {
  const shop = new ProductWorld();
  const book = runbook({
    phases: [rollout([run('deploy')]), phase('after', [confirm('calm')])],
    rollback: rollback([run('undo', { undoes: ['deploy'] })]),
  });
  const first = shop.release('REL-1').start(book);
  await shop.look(first);
  first.ended('deploy');
  first.tell({ type: 'production-overtaken', by: 'REL-9' });
  expect(placeIn(shop.row(first).facts['production'])).toBeNull();
  expect(first.refused(dev, { type: 'rollback', reason: 'Both are wrong' })).toBe('run.overtaken');
  expect(first.refused(dev, { type: 'rollback', reason: 'Both are wrong', later: 'REL-8' })).toBe('run.overtaken');
  first.by(dev, { type: 'rollback', reason: 'Both are wrong', later: null });
  const next = shop.release('REL-2').start(deploys());
  shop.incidents.push({ kind: 'incident', open: true, id: 'INC-7', facts: { holds: false, severity: 'SEV3' } });
  await shop.look(next);
  expect(isIn(next)).toBe(false);
  first.ended('undo');
  expect(placeIn(shop.row(first).facts['production'])).toBeNull();
});
