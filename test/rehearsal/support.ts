import { assert } from '#src/base/assert.ts';
import type { IncidentRunbook, Runbook } from '#src/domain/runbook/model/runbook.ts';
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

/** What the product needs beside the above to have incidents. */
export const INCIDENTS = `services:
  default: { owner: on-call, pager: SHOP_KEY }
severities:
  SEV1:
    criteria: Nobody can buy.
    suggest: [{ metric: error-rate, above: 20%, for: 2m }]
    page: true
    calls: [commander, on-call]
    cadence: 10m
    actions: [throttle, roll-back, ask-owner]
    holdsReleases: true
    postmortem: 48h
  SEV2: { criteria: Part of it is slow., calls: [on-call], cadence: 20m-30m, actions: [throttle] }
escalation:
  - { after: 15m, without: acknowledged, page: owner }
  - { after: 40m, without: mitigated, page: captain, only: [SEV1] }
`;

export const INCIDENT = `kind: incident
title: Shop incident
environment: production
phases:
  - id: triage
    title: Triage
    steps:
      - do: acknowledge
        id: acknowledged
      - confirm: The logs were read
        id: logs
        role: on-call
  - id: recover
    title: Recovery
    steps:
      - do: mitigated
        id: mitigated
      - check: [health]
        id: healthy
      - do: resolve
        id: resolved
actions:
  throttle:
    title: Throttle
    role: on-call
    reason: required
    steps: [{ run: deployctl limit 10, id: limit }]
    undo: [{ run: deployctl limit off, id: unlimit, repeatable: true }]
  roll-back: { title: Roll back, role: on-call, rollback: suspect }
  ask-owner:
    title: Ask the owner
    role: on-call
    steps: [{ confirm: The owner agrees, role: owner }]
resolve:
  stable: { metrics: [health, error-rate], for: 30m }
  require: [impact, no-active-workaround, followups-owned, postmortem-owner]
postmortem: { reviewers: owner, sections: [root-cause, impact] }
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

/** The product and the incident file of a shop that has incidents, with some places of either changed. */
export function shopIncidentTexts(...changes: readonly (readonly [find: string, put: string])[]): [string, string] {
  const onCall = '  on-call: { title: On call, pager: SHOP_KEY, slack: { users: [U0ONE] } }\nraci:';
  const channels = PRODUCT.replace('channels: { releases', 'channels: { incidents: C0INC, releases');
  const product = `${channels.replace('raci:', onCall)}${INCIDENTS}`;
  const [first = '', second = ''] = changes.reduce<readonly string[]>(
    (texts, [find, put]) => {
      assert(
        texts.some(text => text.includes(find)),
        `"${find}" stands in a file`,
      );
      return texts.map(text => text.replace(find, () => put));
    },
    [product, INCIDENT],
  );
  return [first, second];
}

export function shopIncident(...changes: readonly (readonly [find: string, put: string])[]): IncidentRunbook {
  const [product, incident] = shopIncidentTexts(...changes);
  const [loaded] = loadProducts([
    { path: 'shop/product.yml', text: product },
    { path: 'shop/incident.yml', text: incident },
  ]).products;
  const said = loaded?.problems.map(one => `${one.file}:${one.line} ${one.message}`).join('; ');
  assert(loaded?.incident != null, `it can be read: ${said}`);
  return loaded.incident;
}

/** Also what lint refuses may be rehearsed here: the rehearsal has to find it by itself. */
export function play(runbook: Runbook, scene: Partial<Scene> = {}) {
  const options = { scene: { ...ALL_WELL, ...scene }, now: TUESDAY, T: null, inputs: {} };
  return rehearse(runbook, options, () => openSqlite({ path: ':memory:' }));
}
