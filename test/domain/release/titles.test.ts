import { expect, test } from 'vitest';
import { decide } from '#src/domain/decide.ts';
import { dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, phase, rollout, run, runbook } from '../../support/runbook.ts';

test('a refusal and a pause name the step as people read it, never as it stands in the file', () => {
  const stop = run('deploy', { title: 'Deploy ${{ run.type }}' });
  const world = new World().start(runbook({ phases: [rollout([stop])] }));
  world.ended('deploy', 'failed');
  expect(world.state.pause?.says).toContain('"Deploy minor" failed');
  const retry = { type: 'retry', actor: dev, step: 'deploy', attempt: 9 } as const;
  expect(decide('release:REL-1', world.state, retry, world.now).refusal?.text).toMatch(/^"Deploy minor" changed/);
});

test('who may not do a step is told its name as people read it', () => {
  const sure = { ...confirm('sure'), title: 'Sure about ${{ run.type }}?', roles: ['captain'] };
  const world = new World().start(runbook({ phases: [phase('prepare', [sure])] }));
  const press = { type: 'confirm', actor: dev, step: 'sure', attempt: 1, remark: null } as const;
  expect(decide('release:REL-1', world.state, press, world.now).refusal?.text).toContain('"Sure about minor?"');
});
