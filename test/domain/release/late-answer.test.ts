import { expect, test } from 'vitest';
import { gateOf } from '#src/domain/release/gate-state.ts';
import { ada } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { approve, fact, phase, product, rollout, run, runbook } from '../../support/runbook.ts';

const MINUTE = 60_000;

test('an answer after the deadline does not open an expired go/no-go again', () => {
  const facts = { quiet: { kind: 'asked', ask: 'Is the town quiet?', role: 'captain' } } as const;
  const decision = phase('decision', [approve('go', { requires: [fact('quiet')], timeoutMs: 5 * MINUTE })]);
  const world = new World().start(
    runbook({ product: product({ facts }), phases: [decision, rollout([run('deploy')])] }),
  );
  world.go(ada, 'go');
  world.pass(5 * MINUTE);

  const late = { type: 'tick', step: 'go', attempt: 1, item: 'fact:quiet', holds: true, remark: null } as const;
  expect(world.refused(ada, late)).toBe('step.not-waiting');
  expect(gateOf(world.state, 'go').status).toBe('expired');
});
