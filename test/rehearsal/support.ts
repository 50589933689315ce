import { assert } from '#src/base/assert.ts';
import { rehearse } from '#src/rehearsal/rehearse.ts';
import type { Scene } from '#src/rehearsal/scene.ts';
import { ALL_WELL } from '#src/rehearsal/scene.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';

export const PRODUCT = `kind: product
title: Shop
timezone: Europe/Berlin
vars: { SHOP: "http://shop:8080", REPO: . }
repository: { path: "\${{ vars.REPO }}", branch: main }
environments: { production: { channel: releases } }
channels: { releases: C0RELEASES }
roles:
  captain: { title: Captain, slack: { users: [U0CAP] } }
  owner: { title: Owner, slack: { users: [U0OWN] } }
raci:
  start: { responsible: captain, accountable: owner }
  rollback: { responsible: captain, accountable: captain }
executables:
  deployctl: { in: . }
facts:
  backup-age: { json: { url: "\${{ vars.SHOP }}/backup", pointer: /at }, unit: age }
metrics:
  health: { title: Health, probe: "\${{ vars.SHOP }}/health", limits: [{ failures: 1, action: rollback }] }
  error-rate:
    title: Error rate
    json: { url: "\${{ vars.SHOP }}/errors", pointer: /rate }
    unit: ratio
    limits: [{ above: 1%, action: rollback }]
`;

export const RELEASE = `kind: release
title: Shop release
types:
  minor: { bump: minor, strategy: [canary], documents: { before: [plan] } }
phases:
  - id: prepare
    title: Prepare
    role: captain
    steps:
      - version: next
        id: version
      - attach: { plan: How we get back }
        delivers: plan
        id: plan
  - id: go-no-go
    title: Go or no-go
    role: captain
    steps:
      - check: [health]
        id: healthy
      - approve:
          roles: { captain: 1, owner: 1 }
          distinctPeople: true
          requires: [green, documents, backup-age < 24h]
        id: go
  - id: rollout
    title: Rollout
    role: captain
    touches: production
    watch: { metrics: [error-rate, health], until: rollout }
    steps:
      - run: deployctl prepare \${{ run.version }}
        id: live
        outputs: { colour: { stdout: { blue: green, green: blue } } }
      - shift:
          run: deployctl weight \${{ wave.weight }} \${{ steps.live.colour }}
          waves: [{ weight: 10%, targets: [pilot], soak: 15m }, { weight: 100%, targets: all, soak: 10m }]
        id: waves
    checkpoint: The figures are calm
rollback:
  reasons: [It is broken]
  steps:
    - run: deployctl weight 0
      id: weight-0
      undoes: [live, waves]
      repeatable: true
`;

export const TUESDAY = Date.parse('2026-11-24T18:00:00Z');

/** A product in memory with some places of its text changed. */
export function shop(...changes: readonly (readonly [find: string, put: string])[]) {
  const texts = changes.reduce(
    ([product, release], [find, put]) => {
      assert(product?.includes(find) || release?.includes(find), `"${find}" stands in a file`);
      return [product?.replace(find, () => put) ?? '', release?.replace(find, () => put) ?? ''];
    },
    [PRODUCT, RELEASE],
  );
  const [product] = loadProducts([
    { path: 'shop/product.yml', text: texts[0] ?? '' },
    { path: 'shop/release.yml', text: texts[1] ?? '' },
  ]).products;
  const runbook = product?.releases[0]?.variants[0]?.runbook;
  const said = product?.problems.map(one => `${one.file}:${one.line} ${one.message}`).join('; ');
  assert(runbook !== undefined && product !== undefined, `it can be read: ${said}`);
  return { product, runbook };
}

/** Also what lint refuses may be rehearsed here: the rehearsal has to find it by itself. */
export function play(runbook: ReturnType<typeof shop>['runbook'], scene: Partial<Scene> = {}) {
  const options = { scene: { ...ALL_WELL, ...scene }, now: TUESDAY, T: null, inputs: {} };
  return rehearse(runbook, options, () => openSqlite({ path: ':memory:' }));
}
