import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { datedPhases } from '#src/domain/release/phase-offset.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import { boundProduct, freeze } from '../../support/calendar.ts';
import { ada, dev, NOON, olga, person, quinn } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { approve, confirm, fact, offset, phase, product, rollout, run, runbook, wait } from '../../support/runbook.ts';

const T = { sign: 1, ms: 0, days: 0, text: 'T' } as const;
const EVENING = NOON + 7 * HOUR;

/** Preparation a day before, the decision an hour before, production at T. */
const dated = (change = {}) =>
  runbook({
    product: product({
      raci: { start: { responsible: ['devops'], accountable: ['owner'], consulted: [], informed: [] } },
    }),
    phases: [
      phase('prepare', [confirm('ready')], { at: offset(-1, 24 * HOUR) }),
      phase('decision', [approve('go', { quorum: { captain: 1, owner: 1 }, timeoutMs: 45 * MINUTE })], {
        at: offset(-1, HOUR),
        roles: ['captain'],
      }),
      rollout([run('deploy')], { at: T }),
    ],
    ...change,
  });

const move = (to: number, reason = 'The customer asked') => ({ type: 'move', T: to, reason }) as const;
const toldOf = (world: World, about: string) =>
  world.told.filter(ask => ask.kind === 'chat.direct' && ask.body['about'] === about).map(ask => ask.body['user']);

describe('phases with a time of their own', () => {
  test('[W2] each waits for its instant, its people are told once when it comes, and a late one says by how much', () => {
    const world = new World().start(dated(), { T: EVENING });
    expect(world.all('phase.started')).toEqual([{ phase: 'prepare', late: 17 * HOUR }]);
    expect(toldOf(world, 'phase')).toEqual(['dev']);
    world.confirm(dev, 'ready');
    expect(world.all('phase.started')).toHaveLength(1);
    world.pass(EVENING - HOUR - NOON);
    expect(world.all('phase.started')[1]).toEqual({ phase: 'decision', late: 0 });
    expect(toldOf(world, 'phase')).toEqual(['dev', 'ada']);
    expect(toldOf(world, 'phase-due')).toEqual([]);
  });

  test('[W2] what cannot begin at its instant is said then, once, and begins late', () => {
    const world = new World().start(dated(), { T: EVENING });
    world.pass(EVENING - HOUR - NOON);
    expect(world.all('phase.due')).toEqual([{ phase: 'decision', at: EVENING - HOUR, says: '"prepare" is not done' }]);
    expect(toldOf(world, 'phase-due')).toEqual(['ada']);
    world.pass(25 * MINUTE);
    world.confirm(dev, 'ready');
    expect(world.all('phase.due')).toHaveLength(1);
    expect(world.all('phase.started')[1]).toEqual({ phase: 'decision', late: 25 * MINUTE });
  });
});

describe('a moment that comes while something keeps production out', () => {
  const book = (requires: readonly FactCondition[]) =>
    dated({
      phases: [
        phase('decision', [approve('go', { quorum: { captain: 1 }, requires })]),
        rollout([run('deploy')], { at: T }),
      ],
    });
  const approved = (...requires: readonly FactCondition[]) => {
    const world = new World().start(book(requires), { T: EVENING });
    if (requires.length > 0) world.found();
    world.go(ada, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
    return world;
  };

  test('[X5] an incident that holds it at its moment asks everybody again, where it may be accepted', () => {
    const world = approved();
    world.tell({ type: 'incident-told', incident: 'INC-7', grade: 'SEV1', says: 'Checkout down' });
    expect(world.all('gate.voided')).toEqual([]);
    world.pass(EVENING - NOON);
    expect(world.all('phase.due')).toMatchObject([
      { phase: 'rollout', says: 'INC-7 (SEV1) is open and holds releases' },
    ]);
    expect(world.all('gate.voided')).toMatchObject([{ step: 'go', says: 'INC-7 (SEV1) is open and holds releases' }]);
    expect(toldOf(world, 'phase-due')).toEqual(['dev']);
    expect(toldOf(world, 'vote')).toEqual(['ada', 'ada']);
    expect(world.status('deploy')).toBe('pending');
  });

  test('[W8] a freeze set after the approval is told at the moment to whoever was to begin', () => {
    const world = new World().start(
      dated({
        product: boundProduct(),
        phases: [phase('decision', [approve('go', { quorum: { captain: 1 } })]), rollout([run('deploy')], { at: T })],
      }),
      { T: EVENING },
    );
    world.go(ada, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
    const frozen = freeze({ id: 'FRZ-1', from: '2026-11-24', to: '2026-11-24', reason: 'Flood' });
    world.tell({ type: 'freezes-told', freezes: [frozen], says: 'Frozen', by: null });
    world.pass(EVENING - NOON);
    const [due] = world.all('phase.due');
    expect(due).toMatchObject({ phase: 'rollout', says: expect.stringMatching(/^the calendar is closed: /) });
    expect(toldOf(world, 'phase-due')).not.toEqual([]);
    expect(world.status('deploy')).toBe('pending');
  });

  test('[W4] what turned out otherwise at its moment is told to those who have to say go again, and begins for nobody', () => {
    const world = approved(fact('on-call'));
    world.pass(EVENING - NOON);
    expect(toldOf(world, 'phase')).toEqual([]);
    world.found({ 'on-call': 'does-not-hold' });
    expect(toldOf(world, 'phase')).toEqual([]);
    expect(toldOf(world, 'vote')).toEqual(['ada', 'ada']);
    expect(world.told.findLast(ask => ask.body['about'] === 'vote')?.body['says']).toContain('on-call changed');
  });

  test('[W2] what still holds at its moment begins, and its people are told then', () => {
    const world = approved(fact('on-call'));
    world.pass(EVENING - NOON);
    world.found();
    expect(toldOf(world, 'phase')).toEqual(['dev']);
    expect(world.status('deploy')).toBe('running');
  });
});

describe('another T', () => {
  test('[W4] whoever decides is asked when it moves, and reminded at the moment it would have been asked', () => {
    const world = new World().start(dated(), { T: EVENING });
    world.confirm(dev, 'ready');
    world.pass(EVENING - HOUR - NOON);
    expect(toldOf(world, 'vote')).toEqual(['ada', 'olga']);
    world.by(dev, move(EVENING + 24 * HOUR));
    expect(toldOf(world, 'vote')).toHaveLength(4);
    world.pass(24 * HOUR);
    expect(toldOf(world, 'vote')).toHaveLength(6);
    expect(world.all('phase.due')).toMatchObject([{ phase: 'decision', asks: 'go' }]);
    world.pass(30 * MINUTE);
    expect(toldOf(world, 'vote')).toHaveLength(6);
  });

  const open = () => {
    const world = new World().start(dated(), { T: EVENING });
    world.confirm(dev, 'ready');
    world.pass(EVENING - HOUR - NOON);
    world.go(ada, 'go');
    return world;
  };

  test('[X3] moves all that waits, and voids the votes visibly, with as long to answer as before', () => {
    const world = open();
    const later = EVENING + 48 * HOUR;
    world.by(olga, move(later));
    expect(world.all('release.rescheduled')).toEqual([
      { from: EVENING, T: later, reason: 'The customer asked', rule: 'owner: Moving REL-1' },
    ]);
    expect(world.all('gate.voided')).toMatchObject([{ step: 'go', says: expect.stringContaining('T moved to') }]);
    const gate = world.state.steps['go']?.gate;
    expect(gate).toMatchObject({ status: 'open', votes: [], expiresAt: later - HOUR + 45 * MINUTE });
    world.go(ada, 'go');
    world.go(olga, 'go');
    world.found();
    world.pass(later - world.now - 1);
    expect(world.pending('command.start')).toEqual([]);
    world.pass(1);
    world.found();
    expect(world.pending('command.start')).toHaveLength(1);
    expect(datedPhases(world.state, later).map(one => one.at)).toEqual([later - 24 * HOUR, later - HOUR, later]);
    world.expectFolded();
  });

  test('[X3] a gate that has passed is asked again too', () => {
    const world = open();
    world.go(olga, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
    world.by(dev, move(EVENING + HOUR));
    expect(world.status('go')).toBe('waiting');
    world.pass(EVENING + 2 * HOUR - world.now);
    expect(world.pending('command.start')).toEqual([]);
  });

  test('[X3] is refused to others, into the past, without a reason, twice, and once production was entered', () => {
    const world = open();
    expect(world.refused(quinn, move(EVENING + HOUR))).toBe('who.role');
    expect(world.refused(person('gus', ['owner'], 'guest'), move(EVENING + HOUR))).toBe('who.not-member');
    expect(world.refused(dev, move(NOON))).toBe('move.past');
    expect(world.refused(dev, move(EVENING))).toBe('move.same');
    expect(world.refused(dev, move(EVENING + HOUR, ' '))).toBe('move.reason');
    world.go(olga, 'go');
    world.found();
    world.pass(HOUR);
    world.found();
    expect(world.refused(dev, move(EVENING + HOUR))).toBe('move.begun');
  });

  test('[W2] a step that waits for T waits for the new one', () => {
    const until = { kind: 'offset', offset: offset(-1, 30 * MINUTE) } as const;
    const phases = [
      phase('prepare', [wait('rest', 0, { until } as never), confirm('ready')]),
      rollout([run('deploy')], { at: T }),
    ];
    const world = new World().start(dated({ phases }), { T: EVENING });
    world.by(dev, move(EVENING + HOUR));
    world.pass(EVENING - NOON);
    expect(world.status('rest')).toBe('running');
    world.pass(30 * MINUTE);
    expect(world.status('rest')).toBe('done');
  });

  test('[W8] what opened the calendar for the old T does not open the new one', () => {
    const night = EVENING + 4 * HOUR;
    const world = new World().start(dated({ product: boundProduct() }), { T: night, by: dev });
    world.by(olga, { type: 'open-calendar', reason: 'Tonight' });
    world.by(person('paul', ['on-call']), { type: 'open-calendar', reason: 'Tonight' });
    const calendar = () => world.state.steps['go']?.gate?.facts.find(one => one.fact === 'calendar')?.outcome;
    world.confirm(dev, 'ready');
    world.pass(night - HOUR - NOON);
    expect(calendar()).toBe('overridden');
    world.by(dev, move(night + HOUR));
    expect(calendar()).toBe('does-not-hold');
  });
});

describe('downtime', () => {
  const major = (downtime: ReturnType<typeof runbook>['type']['downtime']) =>
    runbook({
      product: boundProduct(),
      type: { ...runbook().type, name: 'major', downtime },
      phases: [
        phase('decision', [approve('go')]),
        rollout([run('deploy')], { at: T }),
        rollout([run('contract')], { id: 'contract' }),
      ],
    });
  const fact = (world: World) => world.state.steps['go']?.gate?.facts.find(one => one.fact === 'calendar');

  test('[V2] a release with downtime needs a time that was asked for; until then its gate is held', () => {
    const world = new World().start(major({ kind: 'when', when: { name: 'run.type', op: '==', value: 'major' } }));
    expect(fact(world)).toMatchObject({ outcome: 'does-not-hold', says: expect.stringContaining('/release move') });
    world.by(dev, move(EVENING));
    expect(fact(world)?.outcome).toBe('holds');
    world.go(ada, 'go');
    world.found();
    world.pass(EVENING - NOON);
    world.found();
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[V2] where downtime has to be approved, those roles have said yes before production is touched', () => {
    const world = new World().start(major({ kind: 'approve', roles: { captain: 1, owner: 1 } }), { T: EVENING });
    expect(fact(world)).toMatchObject({
      outcome: 'does-not-hold',
      says: expect.stringContaining('has to be approved'),
    });
    world.by(ada, { type: 'open-calendar', reason: 'Announced' });
    expect(fact(world)?.outcome).toBe('does-not-hold');
    world.by(olga, { type: 'open-calendar', reason: 'Agreed' });
    expect(fact(world)?.outcome).toBe('overridden');
    world.go(ada, 'go');
    world.found();
    world.pass(EVENING - NOON);
    world.found();
    expect(world.all('gate.voided')).toEqual([]);
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[V2] when the window asked for is over, the downtime is over, also in the next window', () => {
    const world = new World().start(major({ kind: 'approve', roles: { captain: 1 } }), { T: EVENING });
    world.by(ada, { type: 'open-calendar', reason: 'Announced' });
    world.go(ada, 'go');
    world.found();
    world.by(dev, { type: 'pause', reason: 'Wait' });
    world.pass(EVENING + 3 * HOUR - NOON);
    world.by(dev, { type: 'resume', reason: 'On we go' });
    expect(world.state.window?.closures.map(one => one.rule)).toContain('downtime window');
    world.pass(45 * HOUR);
    expect(world.pending('command.start')).toEqual([]);
    world.by(dev, move(NOON + 9 * 24 * HOUR + 7 * HOUR));
    expect(world.status('go')).toBe('waiting');
  });

  test('[V2] a go/no-go that is asked after the downtime is held, and says how to ask for another', () => {
    const world = new World().start(major({ kind: 'approve', roles: { captain: 1 } }), { T: EVENING });
    world.by(ada, { type: 'open-calendar', reason: 'Announced' });
    world.now = EVENING + 3 * HOUR;
    world.go(ada, 'go');
    world.found();
    expect(world.all('gate.held')[0]?.reasons[0]).toContain('/release move TIME');
    expect(world.status('go')).toBe('waiting');
  });

  test('[V2] where this one has none, there is none to approve', () => {
    const when = { name: 'run.type', op: '==', value: 'minor' } as const;
    const world = new World().start(major({ kind: 'approve', roles: { captain: 1, owner: 1 }, when }), { T: EVENING });
    expect(fact(world)?.outcome).toBe('holds');
    world.go(ada, 'go');
    world.found();
    world.pass(EVENING - NOON);
    world.found();
    expect(world.pending('command.start')).toHaveLength(1);
  });

  test('[V2] a type without downtime is asked nothing', () => {
    const world = new World().start(major({ kind: 'never' }), { T: EVENING });
    expect(fact(world)?.outcome).toBe('holds');
  });
});
