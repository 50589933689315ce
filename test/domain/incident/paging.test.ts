import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { grade, IncidentWorld, incidentRunbook, T0 } from './incident-world.ts';

const PAGES = [
  'page.requested',
  'page.accepted',
  'page.ringing',
  'page.unread',
  'page.acknowledged',
  'page.failed',
  'page.fallback',
  'page.resolved',
] as const;

function declared(): IncidentWorld {
  const world = new IncidentWorld();
  world.declare();
  return world;
}

test('[B4] [X9] a declaration pages the service once, with one key for everything about that page', () => {
  const world = declared();
  const [order, ...more] = world.asked('pager.trigger');
  expect(more).toEqual([]);
  expect(order?.body).toMatchObject({
    page: 'p1',
    key: 'PAGERDUTY_ROUTING_KEY',
    severity: 'critical',
    roles: ['on-call', 'service-owner'],
  });
  expect(order?.priority).toBe(0);
  world.ask('U0LI', { type: 'acknowledge', page: null });
  const given = {
    type: 'resolve',
    summary: 'Over',
    impact: null,
    mitigatedAt: null,
    postmortemOwner: 'U0ANA',
    followUps: [],
    skipOpen: null,
    override: null,
  } as const;
  world.ask('U0ANA', given);
  const keys = world.effects.filter(one => one.kind.startsWith('pager.')).map(one => [one.kind, one.body['dedupKey']]);
  // After each yes of the provider somebody looks whether it was done.
  expect(keys.map(([kind]) => kind)).toEqual([
    'pager.trigger',
    'pager.acknowledge',
    'pager.read-back',
    'pager.resolve',
    'pager.read-back',
  ]);
  expect(new Set(keys.map(([, key]) => key)).size).toBe(1);
  expect(world.run.pages['p1']?.state).toBe('resolved');
});

test('[X9] accepted by the provider is not acknowledged, and the page says only what somebody said', () => {
  const world = declared();
  expect(world.run.pages['p1']).toMatchObject({ state: 'requested', acceptedAt: null });
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  expect(world.run.pages['p1']).toMatchObject({ state: 'accepted', acknowledgedAt: null });
  world.tell({
    type: 'page-standing',
    page: 'p1',
    state: 'acknowledged',
    by: 'Li Wei',
    at: world.now,
    url: null,
    assigned: [],
    via: 'webhook',
  });
  expect(world.run.pages['p1']).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Li Wei' });
});

test('[X9] a provider that does not accept for a minute is tried on, and the people are told another way at once', () => {
  const world = declared();
  world.pass(MINUTE);
  expect(world.story(...PAGES)).toEqual(['0 page.requested', '1 page.fallback']);
  expect(world.of('page.fallback')[0]?.data).toMatchObject({
    users: ['U0LI', 'U0DEV', 'U0ANA'],
    mails: ['duty@shop.example'],
  });
  expect(
    world
      .asked('chat.direct')
      .filter(one => one.body['about'] === 'page-fallback')
      .map(one => one.body['user']),
  ).toEqual(['U0LI', 'U0DEV', 'U0ANA']);
  expect(world.asked('mail.send')).toHaveLength(1);
  world.pass(MINUTE);
  world.tell({ type: 'page-accepted', page: 'p1', says: 'late' });
  expect(world.run.pages['p1']?.state).toBe('accepted');
});

test('[X9] accepted and acknowledged by nobody within five minutes, the second way is taken once', () => {
  const world = declared();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  world.pass(9 * MINUTE);
  expect(world.story('page.fallback')).toEqual(['5 page.fallback']);
});

test('[X9] refused for good, it is FAILED at once and never called paged', () => {
  const world = declared();
  world.tell({
    type: 'effect-gave-up',
    effect: 'E',
    kind: 'pager.trigger',
    says: 'PagerDuty refused the event: 400.',
    ref: null,
    watch: null,
    page: 'p1',
  });
  expect(world.story(...PAGES)).toEqual(['0 page.requested', '0 page.failed', '0 page.fallback']);
  // It stands in the middle of sentences: on the card, in the thread, in the direct message.
  expect(world.run.pages['p1']?.fallback?.says).toBe('PagerDuty refused the event: 400');
  world.tell({ type: 'page-accepted', page: 'p1', says: 'cannot be' });
  expect(world.run.pages['p1']?.state).toBe('failed');
});

test('[X9] a provider that accepts and opens nothing is found out by looking, and asked once more', () => {
  const world = declared();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  world.pass(MINUTE);
  expect(world.asked('pager.read-back')).toHaveLength(1);
  const absent = (page: string) =>
    world.tell({
      type: 'page-standing',
      page,
      state: 'absent',
      by: null,
      at: null,
      url: null,
      assigned: [],
      via: 'read-back',
    });
  absent('p1');
  expect(world.story(...PAGES)).toEqual([
    '0 page.requested',
    '0 page.accepted',
    '1 page.failed',
    '1 page.fallback',
    '1 page.requested',
  ]);
  world.tell({ type: 'page-accepted', page: 'p2', says: 'Event processed' });
  world.pass(MINUTE);
  absent('p2');
  expect(Object.keys(world.run.pages)).toEqual(['p1', 'p2']);
});

test('[X9] looking goes on ever less often while nobody acknowledges, and a look that fails proves nothing', () => {
  const world = new IncidentWorld(incidentRunbook({ grades: [grade('SEV1', { cadence: null })] }));
  world.declare();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  for (let minute = 0; minute < 60; minute++) {
    const before = world.asked('pager.read-back').length;
    world.pass(MINUTE);
    if (world.asked('pager.read-back').length > before)
      world.tell({ type: 'page-unread', page: 'p1', says: 'timed out' });
  }
  expect(world.story('page.unread').map(one => Number(one.split(' ')[0]))).toEqual([1, 2, 3, 5, 9, 17, 32, 47]);
  expect(world.run.pages['p1']?.state).toBe('accepted');
});

test('a page resolved at the provider is told and leaves the incident open', () => {
  const world = declared();
  world.tell({
    type: 'page-standing',
    page: 'p1',
    state: 'resolved',
    by: 'Li Wei',
    at: null,
    url: null,
    assigned: [],
    via: 'webhook',
  });
  expect(world.run).toMatchObject({ status: 'investigating', pages: { p1: { state: 'resolved' } } });
});

test('[V15] the chain calls one after another while it is not mitigated, each by its own pager', () => {
  const world = new IncidentWorld(
    incidentRunbook({
      grades: [grade('P0')],
      escalation: [
        { afterMs: 15 * MINUTE, without: 'mitigated', page: ['captain'], grades: [] },
        { afterMs: 30 * MINUTE, without: 'mitigated', page: ['cto'], grades: ['P0'] },
        { afterMs: 45 * MINUTE, without: 'mitigated', page: ['qa'], grades: ['P1'] },
      ],
    }),
  );
  world.declare({ severity: 'P0' });
  world.ask('U0LI', { type: 'acknowledge', page: null });
  world.pass(29 * MINUTE);
  expect(world.of('incident.escalated').map(one => one.data.says)).toEqual(['not mitigated for 15 min']);
  // The release manager has no pager: a direct message, and nothing that is called a page.
  expect(
    world
      .asked('chat.direct')
      .filter(one => one.body['about'] === 'escalated')
      .map(one => one.body['user']),
  ).toEqual(['U0ANA']);
  expect(world.of('page.requested')).toHaveLength(1);
  world.ask('U0ANA', { type: 'no-change' });
  world.pass(2 * MINUTE);
  expect(world.of('page.requested').at(-1)?.data).toMatchObject({ key: 'PAGERDUTY_CTO_KEY', roles: ['cto'] });
  world.pass(HOUR);
  expect(world.of('incident.escalated')).toHaveLength(2);
});

test('[V15] whoever is mitigated in time is not escalated', () => {
  const world = new IncidentWorld(
    incidentRunbook({ escalation: [{ afterMs: 15 * MINUTE, without: 'mitigated', page: ['cto'], grades: [] }] }),
  );
  world.declare();
  world.pass(14 * MINUTE);
  world.ask('U0ANA', { type: 'mitigated', at: null });
  world.pass(HOUR);
  expect(world.of('incident.escalated')).toEqual([]);
});

test('at most one page of a key is open: the former is ended before the next begins', () => {
  const world = declared();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  world.ask('U0ANA', { type: 'page', roles: ['on-call'], why: 'We need hands' });
  expect(world.story('page.requested', 'page.resolved')).toEqual([
    '0 page.requested',
    '0 page.resolved',
    '0 page.requested',
  ]);
  const order = world.effects
    .filter(one => one.kind === 'pager.resolve' || one.kind === 'pager.trigger')
    .map(one => [one.kind, one.body['page'], one.lane]);
  expect(order.map(([kind, page]) => `${kind} ${page}`)).toEqual([
    'pager.trigger p1',
    'pager.resolve p1',
    'pager.trigger p2',
  ]);
  expect(new Set(order.map(([, , lane]) => lane)).size).toBe(1);
});

test('a role nobody can be reached by is refused, and says so', () => {
  const world = declared();
  expect(world.ask('U0ANA', { type: 'page', roles: ['qa'], why: '' }).refusal?.text).toContain(
    'neither a pager nor anybody in Slack',
  );
  expect(world.ask('U0ANA', { type: 'page', roles: ['plumber'], why: '' }).refusal?.code).toBe('page.role');
});

test('a drill pages nobody and holds no releases', () => {
  const world = new IncidentWorld();
  world.declare({ drill: true });
  world.pass(HOUR);
  expect(world.asked('pager.trigger')).toEqual([]);
  expect(world.asked('releases.tell')).toEqual([]);
});

test('raised to a grade that pages, it pages; raised while somebody is paged, it does not page twice', () => {
  const world = new IncidentWorld();
  world.declare({ severity: 'SEV3' });
  expect(world.of('page.requested')).toEqual([]);
  world.ask('U0DEV', { type: 'severity', severity: 'SEV2', reason: 'Worse' });
  expect(world.of('page.requested')).toHaveLength(1);
  world.ask('U0DEV', { type: 'severity', severity: 'SEV1', reason: 'Worse' });
  expect(world.of('page.requested')).toHaveLength(1);
});

test('[V15] asked to escalate, nothing is claimed of people who were only told', () => {
  const world = declared();
  world.ask('U0ANA', { type: 'page', roles: ['captain'], why: 'Decide about the bank' });
  expect(world.of('page.requested')).toHaveLength(1);
  expect(world.of('incident.escalated')[0]?.data.roles).toEqual(['captain']);
});

test('[X9] of a page that was seen open it is never said that nothing was opened', () => {
  const world = declared();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  const standing = { type: 'page-standing', page: 'p1', by: null, at: null, assigned: [], via: 'read-back' } as const;
  world.tell({ ...standing, state: 'triggered', url: 'https://pd.example/incidents/Q1' });
  world.tell({ ...standing, state: 'absent', url: null });
  expect(world.run.pages['p1']?.state).toBe('accepted');
  expect(world.of('page.failed')).toEqual([]);
  world.pass(6 * MINUTE);
  expect(world.of('page.fallback')).toHaveLength(1);
});

test('[X9] a page that was accepted and found nowhere is ended too, so that no phone rings after the end', () => {
  const world = declared();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  world.tell({
    type: 'page-standing',
    page: 'p1',
    state: 'absent',
    by: null,
    at: null,
    url: null,
    assigned: [],
    via: 'read-back',
  });
  expect(world.run.pages['p1']?.state).toBe('failed');
  resolved(world);
  expect(world.asked('pager.resolve').map(one => one.body['page'])).toEqual(expect.arrayContaining(['p1', 'p2']));
});

test('[H3] a raised grade pages whom it calls and the lower one did not, and wakes nobody twice', () => {
  const calls = ['commander', 'on-call', 'cto'];
  const base = incidentRunbook();
  const grades = base.grades.map(one => (one.name === 'SEV1' ? { ...one, calls } : one));
  const world = new IncidentWorld(incidentRunbook({ grades }));
  world.declare({ severity: 'SEV2' });
  world.ask('U0DEV', { type: 'severity', severity: 'SEV1', reason: null });
  expect(world.of('page.requested').map(one => one.data.key)).toEqual(['PAGERDUTY_ROUTING_KEY', 'PAGERDUTY_CTO_KEY']);
  expect(world.of('page.resolved')).toEqual([]);
});

test('an acknowledgement by a clock that is behind ours is still one of this incident, and nobody else is woken', () => {
  const escalation = [{ afterMs: 15 * MINUTE, without: 'acknowledged', page: ['cto'], grades: [] } as const];
  const world = new IncidentWorld(incidentRunbook({ escalation }));
  world.declare();
  world.pass(2 * MINUTE);
  world.tell({
    type: 'page-standing',
    page: 'p1',
    state: 'acknowledged',
    by: 'Li Wei',
    at: world.now - HOUR,
    url: null,
    assigned: [],
    via: 'webhook',
  });
  world.pass(30 * MINUTE);
  expect(world.of('incident.escalated')).toEqual([]);
});

test('the chain waits for every update anew', () => {
  const escalation = [{ afterMs: 40 * MINUTE, without: 'update', page: ['cto'], grades: [] } as const];
  const world = new IncidentWorld(incidentRunbook({ escalation }));
  world.declare();
  world.pass(45 * MINUTE);
  world.ask('U0ANA', { type: 'no-change' });
  world.pass(HOUR);
  expect(world.story('incident.escalated')).toEqual(['40 incident.escalated', '85 incident.escalated']);
});

function resolved(world: IncidentWorld): void {
  const { refusal } = world.ask('U0ANA', {
    type: 'resolve',
    summary: 'Over',
    impact: null,
    mitigatedAt: null,
    postmortemOwner: 'U0ANA',
    followUps: [],
    skipOpen: null,
    override: null,
  });
  expect(refusal).toBeNull();
}

test('[X9] where every page failed, whoever comes the second way has it, and the chain ends', () => {
  const escalation = [{ afterMs: 15 * MINUTE, without: 'acknowledged', page: ['cto'], grades: [] } as const];
  const world = new IncidentWorld(incidentRunbook({ escalation }));
  world.declare();
  world.tell({
    type: 'effect-gave-up',
    effect: 'e1',
    kind: 'pager.trigger',
    says: 'refused',
    ref: null,
    watch: null,
    page: 'p1',
  });
  world.ask('U0LI', { type: 'join' });
  world.pass(20 * MINUTE);
  expect(world.run.pages['p1']).toMatchObject({ state: 'acknowledged', acknowledgedBy: '<@U0LI>' });
  expect(world.of('incident.escalated')).toEqual([]);
  expect(world.asked('pager.acknowledge')).toEqual([]);
});

test('[X9] a page that nobody acknowledged takes its second way before it is ended to page again', () => {
  const world = new IncidentWorld(
    incidentRunbook({ escalation: [{ afterMs: 3 * MINUTE, without: 'acknowledged', page: ['on-call'], grades: [] }] }),
  );
  world.declare();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  world.pass(3 * MINUTE);
  const says = 'not acknowledged, and now paged again';
  expect(world.run.pages['p1']).toMatchObject({
    state: 'resolved',
    fallback: { says, users: ['U0LI', 'U0DEV', 'U0ANA'] },
  });
  expect(world.run.pages['p2']).toMatchObject({ state: 'requested', fallback: null });
  expect(world.asked('chat.direct').filter(one => one.body['about'] === 'page-fallback')).toHaveLength(3);
});

test('[X9] a page that somebody acknowledged is ended to page again without a second way', () => {
  const world = declared();
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  world.ask('U0LI', { type: 'acknowledge', page: null });
  world.pass(30 * MINUTE);
  expect(world.run.pages['p1']).toMatchObject({ state: 'resolved', fallback: null });
  expect(world.of('page.requested')).toHaveLength(2);
});

test('[X9] an acknowledgement that ran out at the provider is not called acknowledged any more, and a second way is taken anew', () => {
  const world = new IncidentWorld(incidentRunbook({ grades: [grade('SEV1', { cadence: null })] }));
  world.declare();
  const told = (state: 'acknowledged' | 'again', at: number) =>
    world.tell({ type: 'page-standing', page: 'p1', state, by: 'Li Wei', at, url: null, assigned: [], via: 'webhook' });
  told('acknowledged', world.now);
  world.pass(30 * MINUTE);
  told('again', T0 - MINUTE);
  expect(world.run.pages['p1']?.state).toBe('acknowledged');
  told('again', world.now);
  expect(world.run.pages['p1']).toMatchObject({ state: 'accepted', acknowledgedBy: null });
  world.pass(6 * MINUTE);
  expect(world.story('page.fallback').map(one => one.split(' ')[0])).toEqual(['35']);
});

test('[X9] what is opened again at the provider after the end is ended there again', () => {
  const world = declared();
  const given = {
    type: 'resolve',
    summary: 'Over',
    impact: null,
    mitigatedAt: null,
    postmortemOwner: 'U0ANA',
    followUps: [],
    skipOpen: null,
    override: null,
  } as const;
  world.ask('U0ANA', given);
  world.tell({
    type: 'page-standing',
    page: 'p1',
    state: 'again',
    by: null,
    at: world.now,
    url: null,
    assigned: [],
    via: 'webhook',
  });
  expect(world.asked('pager.resolve')).toHaveLength(2);
});

test('[X9] an end told late, of what rang before the page was accepted, does not end what rings now', () => {
  const world = declared();
  const told = (state: 'resolved' | 'triggered', at: number) =>
    world.tell({ type: 'page-standing', page: 'p1', state, by: 'Li Wei', at, url: null, assigned: [], via: 'webhook' });
  world.pass(20 * MINUTE);
  // Its first answer was lost, Li ended it over there, and the second try opened it anew.
  world.tell({ type: 'page-accepted', page: 'p1', says: 'Event processed' });
  told('triggered', world.now);
  told('resolved', world.now - 10 * MINUTE);
  expect(world.run.pages['p1']?.state).toBe('accepted');
  world.pass(MINUTE);
  told('resolved', world.now);
  expect(world.run.pages['p1']?.state).toBe('resolved');
});
