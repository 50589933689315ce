import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { isStillDue } from '#src/domain/incident/remind.ts';
import { IncidentWorld, incidentRunbook } from './incident-world.ts';

const SPOKEN = ['incident.updated', 'incident.update-due', 'incident.update-missed'] as const;

function update(world: IncidentWorld, conditions = 'Half of the checkouts fail') {
  return world.ask('U0ANA', {
    type: 'update',
    status: '',
    conditions,
    actions: '',
    needs: '',
    impact: null,
    nextInMs: null,
  });
}

test('[B3] [X2] a SEV1 without updates reminds every ten minutes: the second is missed, the third pages again, then on the grid', () => {
  const world = new IncidentWorld();
  world.declare();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  world.ask('U0LI', { type: 'acknowledge', page: null });
  world.pass(HOUR);
  expect(world.story(...SPOKEN)).toEqual([
    '10 incident.update-due',
    '20 incident.update-missed',
    '30 incident.update-missed',
    '40 incident.update-missed',
    '50 incident.update-missed',
    '60 incident.update-missed',
  ]);
  expect(world.story('page.requested', 'page.resolved')).toEqual([
    '0 page.requested',
    '30 page.resolved',
    '30 page.requested',
  ]);
});

test('[B3] an update starts the clock anew, and so does "no change"', () => {
  const world = new IncidentWorld();
  world.declare();
  world.pass(9 * MINUTE);
  update(world);
  world.pass(9 * MINUTE);
  world.ask('U0ANA', { type: 'no-change' });
  world.pass(12 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual(['9 incident.updated', '18 incident.updated', '28 incident.update-due']);
});

test('[H3] a SEV2 is due at 20 and missed at 30 minutes', () => {
  const world = new IncidentWorld();
  world.declare({ severity: 'SEV2' });
  world.pass(55 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual([
    '20 incident.update-due',
    '30 incident.update-missed',
    '50 incident.update-missed',
  ]);
});

test('[X2] after three hours of downtime one reminder comes, and the grid goes on from the last update', () => {
  const world = new IncidentWorld();
  world.declare();
  world.sleep(3 * HOUR + 4 * MINUTE);
  world.pass(20 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual([
    '184 incident.update-missed',
    '190 incident.update-missed',
    '200 incident.update-missed',
  ]);
});

test('[X2] a bot that comes back just before the next point of the grid reminds once, and then five minutes later', () => {
  const world = new IncidentWorld();
  world.declare();
  world.sleep(19 * MINUTE);
  world.pass(20 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual([
    '19 incident.update-due',
    '24 incident.update-missed',
    '30 incident.update-missed',
  ]);
});

test('[X2] a reminder that Slack kept back until the next one came is not said any more', () => {
  const world = new IncidentWorld();
  world.declare();
  world.pass(20 * MINUTE);
  const posts = world.asked('chat.post').filter(ask => 'reminder' in ask.body);
  expect(posts.map(({ body }) => isStillDue(world.run, Number(body['reminder'])))).toEqual([false, true]);
  update(world);
  expect(posts.map(({ body }) => isStillDue(world.run, Number(body['reminder'])))).toEqual([false, false]);
});

test('[X2] a snooze needs a reason, lasts one cadence, and comes at most twice without an update', () => {
  const world = new IncidentWorld();
  world.declare();
  world.pass(10 * MINUTE);
  expect(world.ask('U0ANA', { type: 'snooze', reason: ' ' }).refusal?.code).toBe('snooze.reason');
  expect(world.ask('U0ANA', { type: 'snooze', reason: 'On the phone with the bank' }).refusal).toBeNull();
  world.pass(5 * MINUTE);
  world.ask('U0ANA', { type: 'snooze', reason: 'Still on the phone' });
  expect(world.ask('U0ANA', { type: 'snooze', reason: 'And again' }).refusal?.code).toBe('snooze.enough');
  world.pass(15 * MINUTE);
  expect(world.story(...SPOKEN, 'reminder.snoozed')).toEqual([
    '10 incident.update-due',
    '10 reminder.snoozed',
    '15 reminder.snoozed',
    '25 incident.update-due',
  ]);
});

test('[X2] whether the cadence was kept is counted: met, missed once a stretch, and the longest delay', () => {
  const world = new IncidentWorld();
  world.declare();
  world.pass(8 * MINUTE);
  update(world);
  world.pass(35 * MINUTE);
  update(world);
  world.pass(10 * MINUTE);
  update(world);
  expect(world.run.cadence).toMatchObject({ met: 2, missed: 1, worstMs: 25 * MINUTE });
});

test('a raised severity has its own cadence, and nothing is due in the past', () => {
  const world = new IncidentWorld();
  world.declare({ severity: 'SEV3' });
  world.pass(30 * MINUTE);
  world.ask('U0DEV', { type: 'severity', severity: 'sev1', reason: null });
  world.pass(10 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual(['30 incident.update-due', '40 incident.update-missed']);
});

test('only the commander or the deputy posts updates; whoever else wants to takes command first', () => {
  const world = new IncidentWorld();
  world.declare();
  const asked = world.ask('U0DEV', { type: 'no-change' });
  expect(asked.refusal?.text).toContain('/incident lead INC-7');
  expect(world.of('access.denied')).toHaveLength(1);
  world.ask('U0DEV', { type: 'lead', user: 'U0DEV' });
  expect(world.ask('U0DEV', { type: 'no-change' }).refusal).toBeNull();
});

test('the next update may be put nearer, never farther than the severity allows', () => {
  const world = new IncidentWorld();
  world.declare();
  const next = (nextInMs: number) =>
    world.ask('U0ANA', { type: 'update', status: '', conditions: 'x', actions: '', needs: '', impact: null, nextInMs });
  expect(next(30 * MINUTE).refusal?.code).toBe('update.next');
  expect(next(5 * MINUTE).refusal).toBeNull();
  world.pass(5 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual(['0 incident.updated', '5 incident.update-due']);
});

test('nobody is reminded of what is resolved, and again of what is reopened', () => {
  const world = new IncidentWorld();
  world.declare();
  const given = {
    type: 'resolve',
    summary: 'Rolled back',
    impact: null,
    mitigatedAt: null,
    postmortemOwner: 'U0ANA',
    followUps: [],
    skipOpen: null,
    override: null,
  } as const;
  expect(world.ask('U0ANA', given).refusal).toBeNull();
  world.pass(HOUR);
  expect(world.story(...SPOKEN)).toEqual([]);
  world.ask('U0DEV', { type: 'reopen', reason: 'It is back' });
  world.pass(10 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual(['70 incident.update-due']);
});

test('[X2] a clock set back by an hour delays no reminder, no second way and nobody who is called', () => {
  const world = new IncidentWorld(
    incidentRunbook({ escalation: [{ afterMs: 15 * MINUTE, without: 'mitigated', page: ['cto'], grades: [] }] }),
  );
  world.declare();
  world.pass(4 * MINUTE);
  world.ask('U0ANA', { type: 'no-change' });
  world.now -= HOUR;
  world.tell({ type: 'clock-jumped', byMs: -HOUR });
  world.pass(16 * MINUTE);
  expect(world.story('page.fallback', 'incident.update-due', 'incident.escalated')).toEqual([
    '1 page.fallback',
    '-46 incident.update-due',
    '-45 incident.escalated',
    '-44 page.fallback',
  ]);
});

test('[X2] an update missed once is counted once, though the severity changes meanwhile', () => {
  const world = new IncidentWorld();
  world.declare({ severity: 'SEV2' });
  world.pass(31 * MINUTE);
  world.ask('U0DEV', { type: 'severity', severity: 'SEV1', reason: null });
  world.pass(25 * MINUTE);
  expect(world.run.cadence.missed).toBe(1);
});

test('[X2] somebody is paged again also when the grade changed between the reminders', () => {
  const world = new IncidentWorld();
  world.declare({ severity: 'SEV2' });
  world.pass(31 * MINUTE);
  world.ask('U0DEV', { type: 'severity', severity: 'SEV1', reason: null });
  world.pass(HOUR);
  const since = world.of('page.requested').filter(one => one.data.why.startsWith('No update'));
  expect(since).toHaveLength(1);
});

test('[X2] an update that is missed is counted once, also when it was snoozed after that or comes before it is told', () => {
  const snoozed = new IncidentWorld();
  snoozed.declare();
  snoozed.pass(20 * MINUTE);
  snoozed.ask('U0ANA', { type: 'snooze', reason: 'On the phone with the bank' });
  snoozed.pass(MINUTE);
  update(snoozed);
  expect(snoozed.run.cadence).toMatchObject({ met: 0, missed: 1 });
  const down = new IncidentWorld();
  down.declare();
  down.now += 25 * MINUTE;
  update(down);
  expect(down.run.cadence).toMatchObject({ met: 0, missed: 1 });
});

test('the end of a range may be promised, and is missed when nothing comes then', () => {
  const world = new IncidentWorld();
  world.declare({ severity: 'SEV2' });
  const nextInMs = 30 * MINUTE;
  world.ask('U0ANA', { type: 'update', status: '', conditions: 'x', actions: '', needs: '', impact: null, nextInMs });
  world.pass(31 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual(['0 incident.updated', '30 incident.update-missed']);
});

test('[X2] an update promised early is missed as late as ever, and the silence until then is at most one cadence', () => {
  const world = new IncidentWorld();
  world.declare({ severity: 'SEV2' });
  const promise = { conditions: 'x', actions: '', needs: '', impact: null, nextInMs: 2 * MINUTE };
  world.ask('U0ANA', { type: 'update', status: '', ...promise });
  world.pass(45 * MINUTE);
  expect(world.story(...SPOKEN)).toEqual([
    '0 incident.updated',
    '2 incident.update-due',
    '22 incident.update-due',
    '30 incident.update-missed',
  ]);
});
