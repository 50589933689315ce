import { expect, test } from 'vitest';
import { DAY, HOUR } from '#src/base/time.ts';
import { confirm, run } from '../../support/runbook.ts';
import { IncidentWorld, incidentRunbook } from './incident-world.ts';

const OPEN = { roles: [] } as const;

function withAction(steps: ReturnType<typeof confirm>[]): IncidentWorld {
  const action = { id: 'throttle', title: 'Throttle', roles: [], grades: ['SEV1'], reasonRequired: false };
  const world = new IncidentWorld(
    incidentRunbook({ actions: [{ ...action, does: { kind: 'steps', steps, undo: [] } }] }),
  );
  world.declare({ executables: { deploy: '/bin/deploy' } });
  world.ask('U0ANA', { type: 'act', action: 'throttle', reason: null, suspect: null });
  return world;
}

function resolve(world: IncidentWorld): void {
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

test('an action that the resolution called off is not called done when the incident is reopened', () => {
  const world = withAction([confirm('agree', OPEN)]);
  resolve(world);
  world.ask('U0LI', { type: 'reopen', reason: 'It is back' });
  expect(world.of('action.done')).toEqual([]);
  expect(world.run.steps['a1.agree']?.status).toBe('waiting');
});

test('a command that the resolution stopped is not begun anew by a reopening', () => {
  const world = withAction([run('shed', OPEN)]);
  resolve(world);
  world.tell({
    type: 'action-ended',
    ref: { step: 'a1.shed', attempt: 1, part: null, wave: null },
    end: 'interrupted',
    outputs: {},
    says: 'stopped',
    detail: null,
  });
  world.ask('U0LI', { type: 'reopen', reason: 'It is back' });
  expect(world.asked('command.start')).toHaveLength(1);
  expect(world.of('action.done')).toEqual([]);
  expect(world.ask('U0ANA', { type: 'retry', step: 'a1.shed', attempt: 1 }).refusal).toBeNull();
  expect(world.asked('command.start')).toHaveLength(2);
});

test('[W13] a reviewed postmortem is due anew when the incident was reopened', () => {
  const world = new IncidentWorld();
  world.declare();
  resolve(world);
  world.tell({ type: 'postmortem-written', name: 'pm.md', hash: 'c'.repeat(64), permalink: null });
  world.ask('U0ANA', { type: 'postmortem-state', state: 'reviewed' });
  world.ask('U0LI', { type: 'reopen', reason: 'It is back' });
  world.pass(HOUR);
  resolve(world);
  world.pass(2 * DAY);
  expect(world.story('postmortem.reminded')).toHaveLength(2);
});

test('an action is not accepted as lasting while a step of it is on its way', () => {
  const world = withAction([run('shed', OPEN)]);
  const lasting = { type: 'lasting', taken: 'a1', reason: 'It stays until Monday' } as const;
  expect(world.ask('U0ANA', lasting).refusal?.code).toBe('action.running');
  world.tell({
    type: 'action-ended',
    ref: { step: 'a1.shed', attempt: 1, part: null, wave: null },
    end: 'failed',
    outputs: {},
    says: 'ended with 1',
    detail: null,
  });
  expect(world.ask('U0ANA', lasting).refusal).toBeNull();
});

test('[V15] what was mitigated and is active again has its time anew before the next of the chain is called', () => {
  const escalation = [{ afterMs: HOUR / 4, without: 'mitigated', page: ['cto'], grades: [] } as const];
  const world = new IncidentWorld(incidentRunbook({ escalation }));
  world.declare();
  world.ask('U0ANA', { type: 'mitigated', at: null });
  world.pass(HOUR);
  world.ask('U0ANA', { type: 'reactivate', reason: 'It is back' });
  world.pass(HOUR / 2);
  expect(world.story('incident.escalated')).toEqual(['75 incident.escalated']);
});
