import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#src/base/time.ts';
import type { ResolveCommand } from '#src/domain/incident/commands.ts';
import { postmortemDueAt } from '#src/domain/incident/due.ts';
import { confirm, metrics, phase, product, run } from '../../support/runbook.ts';
import { grade, IncidentWorld, incidentRunbook, T0 } from './incident-world.ts';

const OVER: ResolveCommand = {
  type: 'resolve',
  summary: 'The old version is back',
  impact: null,
  mitigatedAt: null,
  postmortemOwner: null,
  followUps: [],
  skipOpen: null,
  override: null,
};

const HEALTH = {
  name: 'health',
  title: 'Health',
  source: {
    kind: 'probe',
    urls: ['http://shop/health'],
    mode: 'all',
    headers: {},
    expect: { status: 200, pointers: {} },
  },
  unit: 'count',
  intervalMs: 15_000,
  minSamples: null,
  pass: null,
  limits: [{ condition: { kind: 'failures', count: 1 }, forMs: null, action: 'warn' }],
  shadow: false,
  consecutiveErrorLimit: 4,
  inconclusiveLimit: 8,
  noData: null,
} as const;

/** Asks for everything a runbook can ask for at the end. */
function demanding() {
  const base = incidentRunbook();
  return incidentRunbook({
    product: { ...base.product, metrics: metrics(HEALTH) },
    resolve: {
      stable: { metrics: ['health'], forMs: 30 * MINUTE },
      require: ['impact', 'no-active-workaround', 'followups-owned', 'postmortem-owner'],
    },
    actions: [
      {
        id: 'throttle',
        title: 'Throttle',
        roles: [],
        grades: [],
        reasonRequired: true,
        does: { kind: 'steps', steps: [run('limit')], undo: [run('unlimit')] },
      },
    ],
    grades: [grade('SEV1', { actions: ['throttle'], cadence: null })],
  });
}

/** Each sweep is answered: healthy, failing, or not to be measured. */
function sweeps(world: IncidentWorld, ms: number, state: 'ok' | 'bad' | 'silent'): void {
  const end = world.now + ms;
  while (world.now < end) {
    const before = world.asked('measure').length;
    world.pass(Math.min(15_000, end - world.now));
    for (const ask of world.asked('measure').slice(before)) {
      const sample = { metric: 'health', at: world.now, latencyMs: 1, query: 'GET' };
      const outcome =
        state === 'silent'
          ? ({ kind: 'error', silent: true, detail: 'no answer' } as const)
          : ({ kind: 'probe', ok: state === 'ok', silent: false, detail: state } as const);
      world.tell({ type: 'measured', watch: String(ask.body['watch']), samples: [{ ...sample, ...outcome }] });
    }
  }
}

test('[H7] [X10] the end is refused with every reason, each with its way out, and the refusal is on record', () => {
  const world = new IncidentWorld(demanding());
  world.declare();
  world.ask('U0ANA', { type: 'act', action: 'throttle', reason: 'Too much traffic', suspect: null });
  world.ask('U0ANA', { type: 'task', text: 'Call the bank', owner: null, followUp: false, dueAt: null });
  const { refusal } = world.ask('U0ANA', OVER);
  expect(refusal?.code).toBe('resolve.refused');
  const reasons = world.of('incident.resolve-refused')[0]?.data.reasons ?? [];
  expect(reasons.map(one => one.what)).toEqual(['stable', 'impact', 'workaround', 'followups', 'postmortem-owner']);
  expect(reasons.every(one => one.way !== '')).toBe(true);
  // Among twenty tasks somebody has to find the one, and know what to type.
  expect(reasons[3]?.says).toBe('Task 1 "Call the bank" is open and nobody\'s.');
  expect(reasons[3]?.way).toContain('/incident task INC-7 1 @user');
  expect(world.run.status).toBe('investigating');
});

test('[H7] thirty minutes in the green are really measured: a failure begins them anew, and what cannot be measured is not green', () => {
  const world = new IncidentWorld(demanding());
  world.declare({ impact: 'nobody can pay' });
  const given = { ...OVER, postmortemOwner: 'U0ANA' };
  sweeps(world, 29 * MINUTE, 'ok');
  sweeps(world, MINUTE, 'bad');
  sweeps(world, 29 * MINUTE, 'ok');
  expect(world.ask('U0ANA', given).refusal?.text).toContain('not measured to be stable for 30 min');
  sweeps(world, MINUTE, 'silent');
  sweeps(world, 29 * MINUTE, 'ok');
  expect(world.ask('U0ANA', given).refusal?.code).toBe('resolve.refused');
  sweeps(world, 3 * MINUTE, 'ok');
  expect(world.ask('U0ANA', given).refusal).toBeNull();
  expect(world.run.status).toBe('resolved');
});

test('ending it without stable figures is for those who may override, with a reason that stays on record', () => {
  const world = new IncidentWorld(demanding());
  world.declare({ impact: 'nobody can pay' });
  const given = { ...OVER, postmortemOwner: 'U0ANA', override: 'The service is switched off for good' };
  world.ask('U0DEV', { type: 'lead', user: 'U0DEV' });
  expect(world.ask('U0DEV', given).refusal?.code).toBe('who.role');
  world.ask('U0ANA', { type: 'lead', user: 'U0ANA' });
  expect(world.ask('U0ANA', { ...given, override: ' ' }).refusal?.code).toBe('resolve.override');
  expect(world.ask('U0ANA', given).refusal).toBeNull();
  expect(world.of('override.given').at(-1)?.data.reason).toBe('The service is switched off for good');
});

test('[H5] a workaround stands until it is undone or accepted as lasting, with who, what, when and why', () => {
  const world = new IncidentWorld(demanding());
  world.declare();
  expect(world.ask('U0ANA', { type: 'act', action: 'throttle', reason: null, suspect: null }).refusal?.code).toBe(
    'action.reason',
  );
  world.ask('U0ANA', { type: 'act', action: 'throttle', reason: 'Too much traffic', suspect: null });
  expect(world.run.actions[0]).toMatchObject({
    action: 'throttle',
    by: 'U0ANA',
    reason: 'Too much traffic',
    state: 'running',
  });
  expect(world.ask('U0ANA', { type: 'act', action: 'throttle', reason: 'again', suspect: null }).refusal?.code).toBe(
    'action.running',
  );
  world.tell({
    type: 'action-ended',
    ref: { step: 'a1.limit', attempt: 1, part: null, wave: null },
    end: 'done',
    outputs: {},
    says: 'limited',
    detail: null,
  });
  world.ask('U0ANA', { type: 'lasting', taken: 'a1', reason: 'We keep it until Monday' });
  expect(world.run.actions[0]?.state).toBe('lasting');
});

test('open steps hold the end back unless somebody says why they need not be done', () => {
  const world = new IncidentWorld(incidentRunbook({ phases: [phase('triage', [confirm('logs')], { roles: [] })] }));
  world.declare({ severity: 'SEV3' });
  expect(world.ask('U0ANA', OVER).refusal?.text).toContain('one step is open: logs');
  expect(world.ask('U0ANA', { ...OVER, skipOpen: 'There are no logs of it' }).refusal).toBeNull();
  expect(world.of('step.skipped').map(fact => fact.data.reason)).toEqual(['There are no logs of it']);
});

test('[H7] a step nobody may skip holds the end back whatever reason is given, and says whose it is', () => {
  const world = new IncidentWorld(
    incidentRunbook({
      phases: [
        phase(
          'triage',
          [confirm('evidence', { roles: ['devops'], skip: { by: 'never' } }), confirm('logs', { roles: [] })],
          {
            roles: [],
          },
        ),
      ],
    }),
  );
  world.declare({ severity: 'SEV3' });
  const given = { ...OVER, skipOpen: 'It is over and we are tired' };
  expect(world.ask('U0ANA', given).refusal?.text).toBe(
    'INC-7 cannot be resolved yet:\n- "evidence" is open, and the runbook lets nobody skip it. It has to be done: it is for DevOps.',
  );
  expect(world.of('step.skipped')).toEqual([]);
  expect(world.run.status).not.toBe('resolved');
  expect(world.ask('U0ANA', { type: 'skip', step: 'evidence', attempt: 1, reason: 'tired' }).refusal?.text).toContain(
    'or the incident stays open',
  );
  world.ask('U0DEV', { type: 'confirm', step: 'evidence', attempt: 1, remark: null });
  expect(world.ask('U0ANA', given).refusal).toBeNull();
  expect(world.of('step.skipped').map(fact => fact.data.step)).toEqual(['logs']);
});

test('[H7] a step that only another role may skip is not left out by the commander with the end, and is named with whose it is', () => {
  const steps = [
    confirm('evidence', { roles: [], skip: { by: 'other', role: 'devops' } }),
    confirm('logs', { roles: [] }),
  ];
  const world = new IncidentWorld(incidentRunbook({ phases: [phase('triage', steps, { roles: [] })] }));
  world.declare({ severity: 'SEV3' });
  const given = { ...OVER, skipOpen: 'It is over and we are tired' };
  expect(world.ask('U0ANA', given).refusal?.text).toBe(
    'INC-7 cannot be resolved yet:\n- "evidence" is open, and the runbook lets only DevOps skip it. It has to be done: anybody here may; or DevOps skips it with a reason, on its own message.',
  );
  expect(world.of('step.skipped')).toEqual([]);
  const skip = { type: 'skip', step: 'evidence', attempt: 1, reason: 'The disk is gone' } as const;
  expect(world.ask('U0ANA', skip).refusal?.code).toBe('who.role');
  expect(world.ask('U0DEV', skip).refusal).toBeNull();
  expect(world.ask('U0ANA', given).refusal).toBeNull();
  expect(world.of('step.skipped').map(fact => fact.data.step)).toEqual(['evidence', 'logs']);
});

test('[H7] the postmortem is due 48 hours after the end, and its owner is reminded until it is reviewed', () => {
  const world = new IncidentWorld();
  world.declare();
  world.ask('U0ANA', { ...OVER, postmortemOwner: 'U0LI' });
  world.tell({ type: 'postmortem-written', name: 'INC-7-postmortem.md', hash: 'c'.repeat(64), permalink: null });
  expect(world.run.postmortem).toMatchObject({ owner: 'U0LI', dueAt: T0 + 48 * HOUR });
  world.pass(4 * DAY);
  expect(world.story('postmortem.reminded').map(one => Number(one.split(' ')[0]) / 60)).toEqual([24, 48, 72, 96]);
  world.ask('U0LI', { type: 'postmortem-state', state: 'reviewed' });
  world.pass(4 * DAY);
  expect(world.of('postmortem.reminded')).toHaveLength(4);
});

test('working days leave out weekends and holidays, and the day itself does not count', () => {
  const workdays = { days: [1, 2, 3, 4, 5], from: 540, to: 1020, holidays: ['2026-12-25'] };
  const shop = product({ calendar: { workdays } });
  const due = { kind: 'working-days', amount: 3, text: '3 working days' } as const;
  const wednesday = Date.parse('2026-12-23T02:00:00+01:00');
  expect(new Date(postmortemDueAt(due, wednesday, shop)).toISOString()).toBe('2026-12-29T16:00:00.000Z');
  const untilMidnight = product({ calendar: { workdays: { ...workdays, to: 1440 } } });
  expect(new Date(postmortemDueAt(due, wednesday, untilMidnight)).toISOString()).toBe('2026-12-29T23:00:00.000Z');
});

test('reopened it begins again: it pages, it is measured anew, and its postmortem waits', () => {
  const world = new IncidentWorld();
  world.declare();
  world.ask('U0ANA', { ...OVER, postmortemOwner: 'U0LI' });
  expect(world.ask('U0DEV', { type: 'reopen', reason: '' }).refusal?.code).toBe('reopen.reason');
  world.ask('U0DEV', { type: 'reopen', reason: 'It is back' });
  expect(world.run).toMatchObject({ status: 'investigating', mitigatedAt: null, resolvedAt: null });
  expect(world.of('page.requested')).toHaveLength(2);
  world.pass(3 * DAY);
  expect(world.of('postmortem.reminded')).toEqual([]);
});

test('[X10] an end that is refused for another reason accepted nothing: the exception is on record with the end only', () => {
  const world = new IncidentWorld(demanding());
  world.declare({ impact: 'nobody can pay' });
  const given = { ...OVER, override: 'The service is switched off for good' };
  expect(world.ask('U0ANA', given).refusal?.code).toBe('resolve.refused');
  expect(world.of('override.given')).toEqual([]);
});

test('the same refused end sent twice at once is one refusal; tried again later it is another', () => {
  const world = new IncidentWorld(demanding());
  world.declare();
  world.ask('U0ANA', OVER);
  expect(world.ask('U0ANA', OVER).refusal?.code).toBe('resolve.refused');
  expect(world.of('incident.resolve-refused')).toHaveLength(1);
  world.pass(MINUTE);
  world.ask('U0ANA', OVER);
  expect(world.of('incident.resolve-refused')).toHaveLength(2);
});
