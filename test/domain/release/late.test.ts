import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#src/base/time.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { boundProduct, freeze } from '../../support/calendar.ts';
import { ada, dev, NOON } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { approve, phase, rollout, run, runbook } from '../../support/runbook.ts';

const T = { sign: 1, ms: 0, days: 0, text: 'T' } as const;
const EVENING = NOON + 7 * HOUR;
const book = (change: Partial<Phase> = { at: T }, before: readonly Phase[] = []) =>
  runbook({ phases: [phase('decision', [approve('go')]), ...before, rollout([run('deploy')], change)] });

function approved(world: World): World {
  world.go(ada, 'go');
  world.found();
  return world;
}

/** It stood still at T, until so long after it. */
function stoodFor(ms: number): World {
  const world = approved(new World().start(book(), { T: EVENING }));
  world.by(dev, { type: 'pause', reason: 'A look at the logs' });
  world.pass(EVENING - world.now + ms);
  world.by(dev, { type: 'resume', reason: null });
  return world;
}

test('what could not begin until eight hours after T does not begin by itself: the go is asked again, and says what to do', () => {
  const world = stoodFor(8 * HOUR);
  expect(world.status('go')).toBe('waiting');
  expect(world.pending('command.start')).toEqual([]);
  expect(world.all('gate.voided').map(one => one.says)).toEqual([
    '"rollout" was approved for Tue 2026-11-24 20:00 CET and would begin 8 h late, but a go counts for 1 h. Say go again and it begins then, or give it another time (/release move TIME)',
  ]);
  expect(world.state.production).toBeNull();
  approved(world);
  expect(world.status('deploy')).toBe('running');
  world.expectFolded();
});

test('a little late is not late: within the hour it begins with the go it has', () => {
  const world = stoodFor(50 * MINUTE);
  world.found();
  expect(world.all('gate.voided')).toEqual([]);
  expect(world.status('deploy')).toBe('running');
});

test('resumed three days after T it asks again, and another time asks for that', () => {
  const world = approved(new World().start(book(), { T: EVENING }));
  world.by(dev, { type: 'pause', reason: 'Sleep' });
  world.pass(3 * DAY);
  world.by(dev, { type: 'resume', reason: null });
  expect([world.status('go'), world.pending('command.start')]).toEqual(['waiting', []]);
  world.by(dev, { type: 'move', T: world.now + HOUR, reason: 'Tonight' });
  approved(world);
  world.pass(HOUR);
  world.found();
  expect(world.status('deploy')).toBe('running');
});

test('a freeze that came after the go is not waited out with it, whether T was given or open', () => {
  for (const given of [{ T: EVENING }, {}]) {
    const world = approved(new World().start({ ...book(), product: boundProduct() }, given));
    world.tell({
      type: 'freezes-told',
      freezes: [freeze({ id: 'FRZ-1', from: '2026-11-24', to: '2026-12-25' })],
      says: 'Frozen',
      by: null,
    });
    world.pass(40 * DAY);
    expect([world.status('go'), world.pending('command.start')]).toEqual(['waiting', []]);
  }
});

test('with T open a go at noon counts for the window of that evening', () => {
  const world = approved(new World().start({ ...book(), product: boundProduct() }));
  expect(world.all('gate.passed')).toMatchObject([{ entersAt: EVENING }]);
  world.pass(7 * HOUR);
  expect(world.all('gate.voided')).toEqual([]);
  expect(world.state.phases['rollout']?.status).toBe('running');
});

test('a turn that comes hours late is asked for again, and the next in line is not held up meanwhile', () => {
  const world = new World();
  world.alone = false;
  approved(world.start(book({}))).tell({ type: 'production-turn', behind: 'REL-0' });
  world.pass(2 * HOUR);
  world.tell({ type: 'production-turn', behind: null });
  expect(world.types()).toContain('production.taken');
  expect([world.status('go'), world.state.production]).toEqual(['waiting', null]);
});

test('steps before production take their time: it is counted from the moment the runbook gives the phase', () => {
  const later = { sign: 1, ms: 3 * HOUR, days: 0, text: 'T+3h' } as const;
  const world = approved(
    new World().start(book({ at: later }, [phase('backup', [run('dump')], { at: T })]), { T: EVENING }),
  );
  expect(world.all('gate.passed')).toMatchObject([{ entersAt: EVENING + 3 * HOUR }]);
});
