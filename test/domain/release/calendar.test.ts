import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { windowLines } from '#src/chat/cards/release/window-lines.ts';
import { calendarOfRun } from '#src/domain/release/calendar/bound.ts';
import { boundProduct, freeze, PEAK } from '../../support/calendar.ts';
import { ada, dev, NOON, olga, person } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { approve, confirm, note, phase, rollback, rollout, run, runbook, shift } from '../../support/runbook.ts';

/** Tuesday 2026-11-24, 20:00 and 22:00 in Berlin; the tests begin at 13:00 there. */
const OPENS = Date.parse('2026-11-24T19:00:00Z');
const CLOSES = OPENS + 2 * HOUR;
const THURSDAY = OPENS + 48 * HOUR;

const paul = person('paul', ['on-call']);
const open = (reason = 'The fix cannot wait') => ({ type: 'open-calendar', reason }) as const;

const plain = (rules = {}, steps = [run('deploy')]) =>
  runbook({
    product: boundProduct(rules),
    phases: [rollout(steps)],
    rollback: rollback([run('back', { undoes: ['deploy'] })]),
  });

describe('a closed calendar', () => {
  test('[W8] production is not entered, it says why and until when, and goes on by itself when the window opens', () => {
    const world = new World().start(plain());
    expect(world.pending()).toEqual([]);
    const [closed] = world.all('window.closed');
    expect(closed?.closures.map(one => one.rule)).toEqual(['outside', PEAK]);
    expect(closed?.until).toBe(OPENS);
    world.pass(OPENS - NOON - 1);
    expect(world.pending('command.start')).toEqual([]);
    world.pass(1);
    expect(world.all('window.opened')).toEqual([{ phase: 'rollout', until: CLOSES }]);
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] whoever waits for a window holds no turn in production: a hotfix that may go first does', () => {
    const world = new World();
    world.alone = false;
    world.now = OPENS + HOUR;
    world.start(plain());
    expect(world.state.production).not.toBeNull();
    world.now = CLOSES + MINUTE;
    world.tell({ type: 'production-turn', behind: null });
    expect(world.state.production).toBeNull();
    expect(world.all('window.closed')).toHaveLength(1);
    expect(world.pending('command.start')).toEqual([]);
  });

  test('[W8] T is when production opens, not when the last approval passed', () => {
    const T = { sign: 1, ms: 0, days: 0, text: 'T' } as const;
    const phases = [phase('decision', [approve('go')]), rollout([run('deploy')], { at: T })];
    const world = new World().start(runbook({ product: boundProduct(), phases }));
    world.go(ada, 'go');
    world.found();
    expect(world.state.T).toBeNull();
    world.pass(OPENS - NOON);
    expect(world.state.T).toBe(OPENS);
  });

  test('[W8] what only prepares, looks or checks is bound to no window', () => {
    const phases = [phase('prepare', [run('build')]), phase('look', [note('seen')], { environment: 'production' })];
    const world = new World().start(runbook({ product: boundProduct(), phases }));
    world.ended('build');
    expect(world.state.status).toBe('completed');
  });

  test('[W8] a rollback waits for no window', () => {
    const world = new World();
    world.now = OPENS;
    world.start(plain({}, [run('deploy'), confirm('fine')]));
    world.ended('deploy');
    world.now = CLOSES + HOUR;
    world.by(dev, { type: 'rollback', reason: 'It is broken' });
    expect(world.pending('command.start', 'back')).toHaveLength(1);
  });
});

describe('who opens it', () => {
  test('[W8] outside the windows, product owner and on-call do, each with a reason; nobody else does', () => {
    const world = new World();
    world.now = CLOSES + HOUR;
    world.start(plain());
    expect(world.refused(dev, open())).toBe('who.role');
    expect(world.refused(olga, open(' '))).toBe('calendar.reason');
    world.by(olga, open());
    expect(world.refused(olga, open())).toBe('calendar.again');
    expect(world.pending('command.start')).toEqual([]);
    world.by(paul, open('I am watching'));
    expect(world.pending('command.start')).toHaveLength(1);
    expect(world.all('override.given')).toEqual([
      { what: 'calendar:outside', reason: 'The fix cannot wait', rule: 'owner: calendar', roles: ['owner'] },
      { what: 'calendar:outside', reason: 'I am watching', rule: 'on-call: calendar', roles: ['on-call'] },
    ]);
  });

  test('[W8] one person with both roles is one person', () => {
    const both = person('bo', ['owner', 'on-call']);
    const world = new World();
    world.now = CLOSES + HOUR;
    world.start(plain());
    world.by(both, open());
    expect(world.pending('command.start')).toEqual([]);
    world.by(olga, open());
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] by day it takes an incident, and what was opened outside the windows does not open the peak hours', () => {
    const world = new World().start(plain());
    world.by(olga, open());
    world.by(paul, open());
    expect(world.state.window?.closures.map(one => one.rule)).toEqual([PEAK]);
    expect(world.refused(olga, open())).toBe('who.role');
    expect(world.pending('command.start')).toEqual([]);
    // At six the peak is over, and all that was asked then was given.
    world.pass(5 * HOUR);
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] a release from an open incident gets in by day when its commander and the accountable of deploy agree', () => {
    const world = new World();
    const ivo = person('ivo', ['commander']);
    world.start(plain(), { incident: 'INC-7' });
    expect(world.refused(ivo, open())).toBe('who.role');
    world.tell({ type: 'incident-told', incident: 'INC-7', grade: 'SEV1', says: 'Checkout down' });
    world.by(ivo, open('It ends INC-7'));
    world.by(olga, open('Agreed'));
    world.by(paul, open('I am watching'));
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] when the incident ends first, its commander has opened nothing', () => {
    const world = new World();
    world.start(plain(), { incident: 'INC-7' });
    world.tell({ type: 'incident-told', incident: 'INC-7', grade: 'SEV1', says: 'Checkout down' });
    world.by(person('ivo', ['commander']), open());
    world.by(olga, open());
    world.tell({ type: 'incident-told', incident: 'INC-7', grade: null, says: 'INC-7 holds releases no more' });
    world.by(paul, open());
    expect(world.state.window?.closures.map(one => one.rule)).toEqual([PEAK]);
    expect(world.pending('command.start')).toEqual([]);
  });
});

describe('the calendar at go/no-go', () => {
  const gated = (rules = {}) =>
    runbook({
      product: boundProduct(rules),
      phases: [phase('decision', [approve('go', { quorum: { captain: 1, owner: 1 } })]), rollout([run('deploy')])],
    });
  const fact = (world: World) => world.state.steps['go']?.gate?.facts.find(one => one.fact === 'calendar');

  test('[W8] a T inside a window holds, and it says until when', () => {
    const world = new World().start(gated(), { T: OPENS });
    expect(fact(world)).toEqual({
      fact: 'calendar',
      outcome: 'holds',
      says: 'open Tue 2026-11-24 20:00 CET until Tue 2026-11-24 22:00 CET',
    });
  });

  test('[W8] a T outside holds the gate with why and the next opening, until those who may open it', () => {
    const world = new World().start(gated(), { T: CLOSES });
    expect(fact(world)?.outcome).toBe('does-not-hold');
    expect(fact(world)?.says).toContain('it opens Thu 2026-11-26 20:00 CET');
    world.go(ada, 'go');
    world.go(olga, 'go');
    world.found();
    expect(world.all('gate.held')).toHaveLength(1);
    world.by(olga, open());
    world.by(paul, open());
    expect(world.all('gate.voided')).toHaveLength(1);
    expect(fact(world)).toMatchObject({ outcome: 'overridden', says: expect.stringContaining('The fix cannot wait') });
    world.go(ada, 'go');
    world.go(olga, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
    world.pass(CLOSES - NOON);
    world.found();
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] a T that is past is judged for now, and no vote is void because time passed', () => {
    const world = new World().start(gated(), { T: OPENS });
    world.go(ada, 'go');
    world.pass(CLOSES + MINUTE - NOON);
    world.go(olga, 'go');
    world.found();
    expect(fact(world)?.outcome).toBe('does-not-hold');
    expect(fact(world)?.says).toMatch(
      /^Tue 2026-11-24 20:00 CET is past; .*it opens Thu 2026-11-26 20:00 CET, and \/release move/,
    );
    expect(world.all('gate.held')).toHaveLength(1);
    expect(world.state.steps['go']?.gate?.votes).toHaveLength(2);
    expect(windowLines(world.state)[0]).toMatch(/^⛔ \*Closed\*: outside/);
    world.pass(THURSDAY - CLOSES);
    world.go(ada, 'go');
    world.found();
    expect(world.all('gate.voided')).toEqual([]);
    expect(world.status('go')).toBe('done');
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] those who may, open a T that is past, and everybody is asked again', () => {
    const world = new World();
    world.now = OPENS - MINUTE;
    world.start(gated(), { T: OPENS });
    world.go(ada, 'go');
    world.pass(CLOSES - OPENS + 2 * MINUTE);
    world.go(olga, 'go');
    world.found();
    world.by(olga, open());
    world.by(paul, open());
    expect(fact(world)).toMatchObject({ outcome: 'overridden', says: expect.stringContaining('The fix cannot wait') });
    expect(world.all('gate.voided')).toHaveLength(1);
    world.go(ada, 'go');
    world.go(olga, 'go');
    world.found();
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] a freeze set after the votes voids them, and its end does again', () => {
    const world = new World().start(gated(), { T: OPENS });
    world.go(ada, 'go');
    const frozen = freeze({ id: 'FRZ-1', from: '2026-11-24', to: '2026-11-24', reason: 'Flood' });
    world.tell({ type: 'freezes-told', freezes: [frozen], says: 'Frozen', by: null });
    expect(world.state.steps['go']?.gate?.votes).toEqual([]);
    expect(fact(world)?.says).toContain('frozen 2026-11-24: Flood');
    world.tell({ type: 'freezes-told', freezes: [frozen], says: 'Frozen', by: null });
    expect(world.all('calendar.changed')).toHaveLength(1);
    world.tell({ type: 'freezes-told', freezes: [], says: 'Over', by: null });
    expect(fact(world)?.outcome).toBe('holds');
    expect(calendarOfRun(world.state).rules.freezes).toEqual([]);
  });
});

describe('the end of a window', () => {
  const waves = [
    { weight: 10, soakMs: 60 * MINUTE },
    { weight: 100, soakMs: 10 * MINUTE },
  ];
  const shifting = (onWindowEnd: 'finish-wave' | 'pause' | 'rollback') =>
    runbook({
      product: boundProduct({ onWindowEnd }),
      phases: [rollout([shift('waves', waves)])],
      rollback: rollback([run('back', { undoes: ['waves'] })]),
    });
  /** The first wave is moved half an hour before the end and soaks an hour. */
  const late = (onWindowEnd: 'finish-wave' | 'pause' | 'rollback') => {
    const world = new World();
    world.now = CLOSES - 30 * MINUTE;
    world.start(shifting(onWindowEnd));
    world.ended('waves');
    return world;
  };

  test('[W8] it is told ten minutes before, once', () => {
    const world = late('finish-wave');
    world.pass(20 * MINUTE - 1);
    expect(world.all('window.ending')).toEqual([]);
    world.pass(1);
    expect(world.all('window.ending')).toMatchObject([
      { until: CLOSES, says: expect.stringContaining('ends in 10 min') },
    ]);
    world.pass(5 * MINUTE);
    expect(world.all('window.ending')).toHaveLength(1);
  });

  test('[W8] finish-wave ends the wave in hand and asks before the next', () => {
    const world = late('finish-wave');
    world.pass(59 * MINUTE);
    expect(world.state.status).toBe('running');
    expect(world.all('window.closed')).toHaveLength(1);
    world.pass(MINUTE);
    expect(world.state.waves).toHaveLength(1);
    expect(world.state.waves[0]?.finishedAt).not.toBeNull();
    expect(world.state.pause).toMatchObject({ cause: 'window', says: expect.stringContaining('The window is over') });
    expect(world.refused(dev, { type: 'resume', reason: null })).toBe('calendar.closed');
    world.by(olga, open());
    world.by(paul, open());
    world.by(dev, { type: 'resume', reason: null });
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] when the calendar opens again the run still waits for a person, who may go on', () => {
    const world = late('finish-wave');
    world.pass(60 * MINUTE);
    world.pass(THURSDAY - world.now);
    expect(world.state.status).toBe('paused');
    world.by(dev, { type: 'resume', reason: null });
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[W8] pause stands still at the end', () => {
    const world = late('pause');
    world.pass(30 * MINUTE);
    expect(world.state.pause?.cause).toBe('window');
    expect(world.state.waves[0]?.finishedAt).toBeNull();
  });

  test('[W8] rollback turns back at the end, by itself', () => {
    const world = late('rollback');
    world.pass(30 * MINUTE);
    expect(world.state.rollback).toMatchObject({ cause: 'window' });
    expect(world.pending('command.start', 'back')).toHaveLength(1);
  });

  test('[W8] whoever may open it longer does so before it ends, and nothing is turned back', () => {
    const world = late('rollback');
    world.pass(25 * MINUTE);
    expect(world.all('window.ending')).toMatchObject([
      { says: expect.stringContaining('those who may open the window') },
    ]);
    world.by(olga, open());
    world.by(paul, open());
    world.pass(10 * MINUTE);
    expect(world.state).toMatchObject({ status: 'running', rollback: null });
    world.expectFolded();
  });

  test('[W8] what a person made stand still is not turned back by the end of the window', () => {
    const world = late('rollback');
    world.by(dev, { type: 'pause', reason: 'I look at the logs first' });
    world.pass(30 * MINUTE);
    expect(world.state).toMatchObject({ status: 'paused', rollback: null });
  });

  test('[W8] a freeze set in the middle asks, and turns nothing back by itself', () => {
    const world = late('rollback');
    world.tell({
      type: 'freezes-told',
      freezes: [freeze({ id: 'FRZ-1', from: '2026-11-24', to: '2026-11-25' })],
      says: 'Frozen',
      by: null,
    });
    expect(world.state).toMatchObject({ status: 'paused', rollback: null, pause: { cause: 'window' } });
  });

  test('[W8] when the calendar opens again those who lead hear that they have to press Resume', () => {
    const world = late('finish-wave');
    world.pass(60 * MINUTE);
    world.pass(THURSDAY - world.now);
    const told = world.told.filter(ask => ask.kind === 'chat.direct' && ask.body['about'] === 'window');
    expect(told.map(ask => ask.body['says'])).toContainEqual(expect.stringContaining('when you press Resume'));
  });

  test('[W8] a retry of what failed is bound too: nothing more is done to production outside the window', () => {
    const world = new World();
    world.now = CLOSES - MINUTE;
    world.start(plain());
    world.ended('deploy', 'failed');
    world.now = CLOSES + MINUTE;
    world.retry(dev, 'deploy');
    expect(world.pending('command.start')).toEqual([]);
    expect(world.state.pause?.cause).toBe('window');
  });

  test('[W8] a freeze in the middle ends the window at once', () => {
    const world = late('pause');
    world.tell({
      type: 'freezes-told',
      freezes: [freeze({ id: 'FRZ-1', from: '2026-11-24', to: '2026-11-25' })],
      says: 'Frozen',
      by: null,
    });
    expect(world.state.pause?.says).toContain('Christmas trade');
    world.expectFolded();
  });
});
