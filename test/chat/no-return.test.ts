import { expect, test } from 'vitest';
import { gateLines } from '#src/chat/cards/gate.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { World } from '../support/run-world.ts';
import { approve, phase, rollout, run, runbook } from '../support/runbook.ts';

function asked(step: Step): string {
  const go = approve('go');
  const world = new World().start(runbook({ phases: [phase('gate', [go]), rollout([step])] }));
  return gateLines(world.state, go as typeof go & { verb: 'approve' }).join('\n');
}

test('[V6] the go/no-go names the step after which nothing rolls back by itself', () => {
  expect(asked(run('contract', { pointOfNoReturn: true }))).toContain('*No automatic way back after “contract”*');
  expect(asked(run('contract'))).not.toContain('No automatic way back');
});

test('a step that will not run is no point of no return', () => {
  const when = { name: 'run.strategy', op: '==', value: 'blue-green' } as const;
  expect(asked(run('contract', { pointOfNoReturn: true, when }))).not.toContain('No automatic way back');
});
