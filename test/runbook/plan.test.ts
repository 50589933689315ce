import { expect, test } from 'vitest';
import { loadProducts } from '#src/runbook/load.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { planText } from '#src/runbook/plan/text.ts';
import { resolve } from '#src/runbook/resolve.ts';

const PRODUCT = `kind: product
title: Pocket
timezone: Australia/Sydney
roles:
  lead: { slack: { users: [U0LEA] } }
  ops: { slack: { users: [U0OPS] } }
raci: { rollback: { responsible: [ops, lead], accountable: lead } }
facts: { queue: { json: { url: "http://pocket/kpi", pointer: /queue }, unit: count } }
metrics: { api: { probe: "http://pocket/health", limits: [{ failures: 1, action: rollback }] } }
`;
const RELEASE = `kind: release
title: Pocket backend
types: { train: { bump: none, strategy: staged } }
inputs: { ticket: { type: link, ask: Which ticket? } }
phases:
  - id: look
    title: Look
    role: lead
    steps:
      - note: "\${{ run.title }}"
      - check: [api, queue < 100]
      - check: [api]
        expect: 503
      - confirm: Ask them
        role: ops
      - checklist: [The queue is empty, Nobody waits]
      - checklist:
          - Everybody who has to be told was told, on the phone where it is night
          - So were the others
          - And the rest
rollback:
  steps:
    - note: Back
`;

function planned(): string {
  const { products } = loadProducts([
    { path: 'pocket/product.yml', text: PRODUCT },
    { path: 'pocket/release.yml', text: RELEASE },
  ]);
  const found = products[0] && resolve(products[0], { type: 'train' });
  if (!found?.ok) throw new Error(found?.problem ?? 'the product did not load');
  return planText(plan(found.runbook, { inputs: {}, T: null, now: 0 }));
}

test('the plan says what is asked at the start in place of a template nobody can read', () => {
  expect(planned()).toContain('Inputs: ticket = asked at the start');
});

test('the plan says what a check asks for, also a failure on purpose', () => {
  expect(planned()).toContain('- Check api, queue < 100\n');
  expect(planned()).toContain('- Check that api answers 503\n');
});

test('the plan says who has which role once, who does a part at its head, and at a step only where it is somebody else', () => {
  const text = planned();
  expect(text.match(/<@U0LEA>/g)).toHaveLength(1);
  expect(text).toContain('Who: lead <@U0LEA>, ops <@U0OPS>\n');
  expect(text).toContain('Look · as soon as it is reached · lead\n');
  expect(text).toContain('- Check api, queue < 100\n');
  expect(text).toContain('- Ask them · ops\n');
});

test('the plan names whoever is both responsible and accountable for the rollback once', () => {
  expect(planned()).toContain('Rollback · ops, lead\n  - Back\n');
});

test('the plan names the release as its run will be named', () => {
  expect(planned()).toContain('- Pocket train\n');
});

test('a list without a name is called after what stands in it', () => {
  expect(planned()).toContain('- The queue is empty and 1 more\n      [ ] The queue is empty\n');
  expect(planned()).toContain('- Everybody who has to be told was told, on the phone where it… and 2 more\n');
});
