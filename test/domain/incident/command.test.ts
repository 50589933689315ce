import { expect, test } from 'vitest';
import { IncidentWorld, incidentRunbook } from './incident-world.ts';

test('[H2] [B2] declared with a severity alone it has a title that says so, until somebody gives one', () => {
  const world = new IncidentWorld();
  world.declare({ title: null });
  expect(world.run).toMatchObject({ title: 'SEV1 declared by <@U0ANA>', titled: false, commander: 'U0ANA' });
  world.ask('U0DEV', { type: 'title', title: 'Checkout down' });
  expect(world.run).toMatchObject({ title: 'Checkout down', titled: true });
});

test('a severity the product does not have is refused with those it has', () => {
  const world = new IncidentWorld();
  const { refusal, run } = world.declare({ severity: 'SEV9' });
  expect(run).toBeNull();
  expect(refusal?.text).toContain('SEV1, SEV2, SEV3');
});

test('[X10] command is offered with a brief; nothing changes before it is accepted', () => {
  const world = new IncidentWorld();
  world.declare({ impact: '30 % of checkouts' });
  world.ask('U0ANA', {
    type: 'update',
    status: '',
    conditions: 'Payments time out',
    actions: 'Rolling back',
    needs: '',
    impact: null,
    nextInMs: null,
  });
  world.ask('U0ANA', { type: 'handover', to: 'U0LI', brief: null });
  expect(world.run.handover?.brief).toContain('Last update: Payments time out');
  expect(world.run.commander).toBe('U0ANA');
  expect(world.ask('U0DEV', { type: 'handover-accept' }).refusal?.code).toBe('handover.other');
  world.ask('U0LI', { type: 'handover-accept' });
  expect(world.run).toMatchObject({ commander: 'U0LI', deputy: 'U0ANA', handover: null });
  expect(world.run.commanders.map(one => one.how)).toEqual(['declared', 'handover']);
});

test('[X10] a declined offer leaves command where it is, with the reason', () => {
  const world = new IncidentWorld();
  world.declare();
  world.ask('U0ANA', { type: 'handover', to: 'U0LI', brief: 'You know payments' });
  world.ask('U0LI', { type: 'handover-decline', reason: 'On a train' });
  expect(world.run).toMatchObject({ commander: 'U0ANA', handover: null });
  expect(world.of('handover.declined')[0]?.data.reason).toBe('On a train');
});

test('[H2] whoever asks for command has it at once; one person holds it', () => {
  const world = new IncidentWorld();
  world.declare();
  world.ask('U0LI', { type: 'lead', user: 'U0LI' });
  expect(world.run).toMatchObject({ commander: 'U0LI', deputy: 'U0ANA' });
  expect(world.ask('U0LI', { type: 'lead', user: 'U0LI' }).refusal?.code).toBe('lead.same');
});

test('given to somebody else it is only offered', () => {
  const world = new IncidentWorld();
  world.declare();
  world.ask('U0DEV', { type: 'lead', user: 'U0LI' });
  expect(world.run).toMatchObject({ commander: 'U0ANA', handover: { to: 'U0LI', by: 'U0DEV' } });
});

test('a guest is refused, and the attempt is on record', () => {
  const world = new IncidentWorld();
  world.declare();
  const actor = { ...world.person('U0EVE'), standing: 'guest' as const };
  const { refusal } = world.do({ type: 'lead', actor, user: 'U0EVE' });
  expect(refusal?.code).toBe('who.not-member');
  expect(world.of('access.denied')[0]?.actor).toMatchObject({ user: 'U0EVE' });
});

test('a message is captured once; what becomes of it later is a further fact', () => {
  const world = new IncidentWorld();
  world.declare();
  const message = { channel: 'C0INC', ts: '1.1', author: 'U0LI', text: 'Disk is full', permalink: 'https://x/1' };
  world.ask('U0DEV', { type: 'capture', message });
  expect(world.ask('U0ANA', { type: 'capture', message }).refusal?.code).toBe('capture.again');
  world.ask('U0LI', { type: 'message-changed', ts: '1.1', text: 'Disk is nearly full' });
  world.ask('U0LI', { type: 'message-changed', ts: '1.1', text: 'Disk is nearly full' });
  world.ask('U0LI', { type: 'message-changed', ts: '1.1', text: null });
  world.ask('U0LI', { type: 'message-changed', ts: '2.2', text: 'Nobody pinned this' });
  expect(world.story('message.captured', 'message.edited', 'message.deleted').map(one => one.split(' ')[1])).toEqual([
    'message.captured',
    'message.edited',
    'message.deleted',
  ]);
  expect(world.run.captured['1.1']).toMatchObject({ text: 'Disk is full' });
});

test('a command only releases know is refused in a sentence', () => {
  const world = new IncidentWorld();
  world.declare();
  expect(world.ask('U0ANA', { type: 'pause', reason: '' }).refusal?.text).toBe(
    'INC-7 is an incident; this can only be asked of another kind of run.',
  );
});

test('a guest who is offered command does not get it', () => {
  const world = new IncidentWorld();
  world.declare();
  world.ask('U0ANA', { type: 'handover', to: 'U0GUEST', brief: null });
  const { refusal } = world.do({
    type: 'handover-accept',
    actor: { ...world.person('U0GUEST'), standing: 'guest' },
  });
  expect(refusal?.code).toBe('who.not-member');
  expect(world.run.commander).toBe('U0ANA');
});

test('a private incident is announced nowhere', () => {
  const base = incidentRunbook();
  const channels = { ...base.product.channels, status: 'C0STATUS' };
  const world = new IncidentWorld(
    incidentRunbook({ product: { ...base.product, channels }, updates: { fields: [], to: ['status'] } }),
  );
  world.declare({ private: true });
  world.ask('U0ANA', { type: 'no-change' });
  expect(world.effects.filter(one => one.body['channel'] === 'C0STATUS')).toEqual([]);
});

test('[V14] an action that names its grades is offered by them, listed there or not', () => {
  const action = { id: 'deny', title: 'Deny', roles: [], grades: ['SEV1'], reasonRequired: false };
  const actions = [{ ...action, does: { kind: 'steps', steps: [], undo: [] } } as const];
  const world = new IncidentWorld(incidentRunbook({ actions }));
  world.declare();
  expect(world.ask('U0ANA', { type: 'act', action: 'deny', reason: null, suspect: null }).refusal).toBeNull();
});
