import { expect, test } from 'vitest';
import { checklist, confirm, phase, run } from '../../support/runbook.ts';
import { IncidentWorld, incidentRunbook } from './incident-world.ts';

const OPEN = { roles: [] } as const;

function declared(runbook: Parameters<typeof incidentRunbook>[0], severity = 'SEV1'): IncidentWorld {
  const world = new IncidentWorld(incidentRunbook(runbook));
  world.declare({ severity, executables: { deploy: '/bin/deploy' } });
  return world;
}

function failed(world: IncidentWorld, step: string): void {
  world.tell({
    type: 'action-ended',
    ref: { step, attempt: 1, part: null, wave: null },
    end: 'failed',
    outputs: {},
    says: 'ended with 1',
    detail: null,
  });
}

test('a failed step can be tried again although everything else of its phase is done', () => {
  const world = declared({ phases: [phase('recover', [run('restart', OPEN)], OPEN)] });
  failed(world, 'restart');
  expect(world.run.steps['restart']?.status).toBe('failed');
  expect(world.run.phases['recover']?.status).toBe('running');
  expect(world.ask('U0ANA', { type: 'retry', step: 'restart', attempt: 1 }).refusal).toBeNull();
  expect(world.run.steps['restart']?.status).toBe('running');
  expect(world.asked('command.start')).toHaveLength(2);
});

test('what failed holds back neither the steps below it nor the next phase', () => {
  const world = declared({
    phases: [
      phase('recover', [run('restart', OPEN), confirm('look', OPEN)], OPEN),
      phase('after', [confirm('calm', OPEN)], OPEN),
    ],
  });
  failed(world, 'restart');
  expect(world.run.steps['look']?.status).toBe('waiting');
  expect(world.run.steps['calm']?.status).toBe('waiting');
});

test('[H3] a step for some grades is asked for at those alone, also when the grade changes on the way', () => {
  const world = declared(
    { phases: [phase('triage', [confirm('call-press', { ...OPEN, grades: ['SEV1'] }), confirm('look', OPEN)], OPEN)] },
    'SEV3',
  );
  expect(world.run.steps['call-press']).toBeUndefined();
  expect(world.run.steps['look']?.status).toBe('waiting');
  world.ask('U0ANA', { type: 'confirm', step: 'look', attempt: 1, remark: null });
  expect(world.run.phases['triage']?.status).toBe('done');
  world.ask('U0ANA', { type: 'severity', severity: 'SEV1', reason: null });
  expect(world.run.steps['call-press']?.status).toBe('waiting');
  world.ask('U0ANA', { type: 'severity', severity: 'SEV2', reason: null });
  const pressed = world.ask('U0ANA', { type: 'confirm', step: 'call-press', attempt: 1, remark: null });
  expect(pressed.refusal?.code).toBe('step.left');
  const over = world.ask('U0ANA', {
    type: 'resolve',
    summary: 'Over',
    impact: null,
    mitigatedAt: null,
    postmortemOwner: null,
    followUps: [],
    skipOpen: null,
    override: null,
  });
  expect(over.refusal).toBeNull();
});

test('a phase for some grades is no part of an incident of another', () => {
  const world = declared(
    { phases: [phase('war-room', [confirm('gather', OPEN)], { ...OPEN, grades: ['SEV1'] })] },
    'SEV3',
  );
  expect(world.run.phases['war-room']?.status).toBe('pending');
  expect(world.run.steps['gather']).toBeUndefined();
});

test('a command of a grade that it is no more still tells how it ended', () => {
  const world = declared({ phases: [phase('recover', [run('shed', { ...OPEN, grades: ['SEV1'] })], OPEN)] });
  world.ask('U0ANA', { type: 'severity', severity: 'SEV2', reason: null });
  failed(world, 'shed');
  expect(world.run.steps['shed']?.status).toBe('failed');
});

test('whoever is there ticks the list of a step that names nobody', () => {
  const world = declared({ phases: [phase('triage', [checklist('look', [{}], OPEN)], OPEN)] });
  const ticked = world.ask('U0DEV', { type: 'tick', step: 'look', attempt: 1, item: '1', holds: true, remark: null });
  expect(ticked.refusal).toBeNull();
  expect(world.run.phases['triage']?.status).toBe('done');
});
