import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { reportFacts } from '#src/reports/report-facts.ts';
import { ada, dev, NOON } from '../support/given.ts';
import { World } from '../support/run-world.ts';
import { approve, confirm, fact, phase, product, rollout, run, runbook } from '../support/runbook.ts';

const factsOf = (world: World) => reportFacts(world.state, { events: world.facts.length, head: '' });

test('[V13] production was changed when the first step that changes it began, however often it was tried', () => {
  const world = new World().start(
    runbook({ phases: [rollout([run('diff', { changesNothing: true }), run('deploy', { repeatable: true })])] }),
  );
  expect(factsOf(world).deployedAt).toBeNull();
  world.pass(5 * MINUTE);
  world.ended('diff');
  world.pass(MINUTE);
  world.ended('deploy', 'failed');
  world.pass(20 * MINUTE);
  world.retry(dev, 'deploy');
  expect(factsOf(world).deployedAt).toBe(NOON + 5 * MINUTE);
});

test('[V13] nobody is written in Slack’s way, wherever a sentence names them', () => {
  const asks = { kind: 'asked', ask: 'Is it quiet?', role: 'devops' } as const;
  const base = product({ facts: { quiet: asks } });
  const gate = approve('go', { requires: [fact('quiet', { captain: 1 })] });
  const world = new World().start(
    runbook({
      product: base,
      phases: [phase('decide', [confirm('ready'), gate])],
      success: [{ says: 'Approved', condition: { kind: 'passed', steps: ['go'] } }],
    }),
  );
  world.by(dev, { type: 'skip', step: 'ready', attempt: 1, reason: 'As <@U0ADA> said' });
  world.by(dev, { type: 'tick', step: 'go', attempt: 1, item: 'fact:quiet', holds: true, remark: null });
  world.go(ada, 'go');
  world.found();
  const facts = factsOf(world);
  expect(facts.status).toBe('completed');
  expect(facts.gates[0]?.facts).toEqual([{ fact: 'quiet', outcome: 'holds', says: 'yes, says dev' }]);
  expect(facts.verdict?.lines[0]?.why).toBe('go: go by ada (Captain)');
  expect(facts.exceptions[0]?.reason).toBe('As U0ADA said');
  expect(JSON.stringify(facts)).not.toContain('<@');
});
