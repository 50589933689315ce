import { loadProducts } from '#src/runbook/load.ts';
import { formatProblems } from '#src/runbook/problem.ts';

/** A small product that uses every verb a person meets, read by the real reader. */
export const PRODUCT = `
kind: product
title: Shop
timezone: Europe/Berlin
vars: { REPO: . }
repository: { path: ".", branch: main, tag: "v\${{ run.version }}" }
environments:
  production: { channel: releases }
channels: { releases: C0SHOP }
roles:
  captain: { title: Captain, slack: { users: [U0ANA] } }
  owner: { title: Product owner, slack: { users: [U0PO] } }
  ops: { title: Operations, slack: { users: [U0OPS, U0OPS2] } }
raci:
  start: { responsible: captain, accountable: owner }
  go-no-go: { responsible: captain, accountable: owner }
  deploy: { responsible: ops, accountable: captain }
  rollback: { responsible: ops, accountable: captain }
services:
  default: { owner: ops }
facts:
  calm: { ask: Is the week calm?, role: ops }
  backup-age: { json: { url: "http://backup/latest", pointer: /at }, unit: age }
executables:
  shopctl: { in: "." }
metrics:
  error-rate:
    title: Error rate
    json: { url: "http://shop/kpi", pointer: /errors }
    unit: percent
    limits: [{ above: 1%, action: pause }]
  health:
    title: Health
    probe: ["http://shop/health"]
    expect: { status: 200 }
    limits: [{ failures: 1, action: rollback }]
  queue:
    title: Queue
    json: { url: "http://shop/kpi", pointer: /queue }
    unit: count
    limits: [{ above: 100, action: incident }]
`;

export const RELEASE = `
kind: release
title: Shop release
types:
  minor:
    title: Minor release
    alias: [feature]
    bump: minor
    strategy: [canary, all-at-once]
    downtime: never
    audit: [approvals, rollout]
  special:
    title: Special release
    bump: ask
    strategy: [canary]
    downtime: never
    audit: [approvals]
inputs:
  schema: { type: choice, options: [none, expand], default: none, ask: What happens to the database? }
  flags: { type: list, default: [], ask: Which feature flags? }
  ticket: { type: text, only: [special], ask: Which ticket? }
phases:
  - id: prepare
    title: Preparation
    role: ops
    steps:
      - version: next
        name: Assign the version
        id: version
      - run: shopctl build
        name: Build
        id: build
        timeout: 15m
        repeatable: true
        ifFails: Fix it on main and press Retry.
      - ask:
          tester: { type: text, ask: Who tests? }
          load: { type: number, default: 5, ask: How much load? }
        name: Ask the team
        id: team
      - attach: { plan: How do we get back? }
        name: Attach the plan
        id: plan
      - checklist:
          - { item: It was built, from: build }
          - { item: The changelog is complete, role: captain }
          - The images are scanned
        name: Before the release
        id: before
      - confirm: Nobody is on holiday
        name: People are there
        id: people
        skip: freely
  - id: go-no-go
    title: Go or no-go
    role: captain
    activity: go-no-go
    steps:
      - approve:
          roles: { captain: 1, owner: 1 }
          distinctPeople: true
          requires: [green, calm, { fact: backup-age < 24h, override: { owner: 1 } }]
        name: Go or no-go
        id: go
  - id: rollout
    title: Rollout
    at: T
    role: ops
    activity: deploy
    touches: production
    watch: { metrics: [error-rate, health, queue], until: after }
    steps:
      - run: shopctl migrate
        name: Apply the migrations
        id: migrate
        when: inputs.schema != none
        timeout: 5m
      - run: shopctl deploy \${{ run.version }}
        name: Deploy the canary
        id: canary
        timeout: 5m
      - shift:
          run: shopctl weight \${{ wave.weight }}
          waves:
            - { weight: 10%, targets: [pilot], soak: 15m }
            - { weight: 100%, targets: all, soak: 10m }
        name: Move the users
        id: waves
        timeout: 5m
  - id: after
    title: After
    role: captain
    steps:
      - confirm: The smoke tests passed
        name: Smoke
        id: smoke
    checkpoint: { says: The release is through, items: [The customers are told] }
rollback:
  reasons: [The error rate is too high, A critical function is broken]
  steps:
    - run: shopctl weight 0
      name: Take the users off
      id: weight-0
      timeout: 5m
      repeatable: true
      undoes: [canary, waves]
    - run: shopctl migrate-down
      name: Take the migrations back
      id: migrate-down
      timeout: 5m
      undoes: migrate
    - run: [shopctl, flag, "\${{ each }}", "off"]
      name: Switch \${{ each }} off
      id: flags-off
      each: inputs.flags
      timeout: 1m
      repeatable: true
  checkpoint: The old state is back
success:
  - { passed: [build], says: It was built }
  - { passed: [smoke], says: The smoke tests passed }
  - { never: rollback, says: No rollback }
events:
  rollout.started: shop.release.started
`;

/** The shop with its release file changed. */
export function loadShopWith(change: (release: string) => string) {
  return loadProducts([
    { path: 'shop/product.yml', text: PRODUCT },
    { path: 'shop/release.yml', text: change(RELEASE) },
  ]);
}

/** The shop's files as the reader sees them, and another product beside it where a test needs two. */
export function loadShop(...more: readonly { readonly path: string; readonly text: string }[]) {
  const loaded = loadProducts([
    { path: 'shop/product.yml', text: PRODUCT },
    { path: 'shop/release.yml', text: RELEASE },
    ...more,
  ]);
  if (!loaded.products.every(product => product.startable)) throw new Error(formatProblems(loaded.problems));
  return loaded;
}

/** A second product under another name, with its own channel. */
export const BAKERY = [
  {
    path: 'bakery/product.yml',
    text: PRODUCT.replace('title: Shop', 'title: Bakery').replaceAll('C0SHOP', 'C0BAKERY'),
  },
  { path: 'bakery/release.yml', text: RELEASE.replace('title: Shop release', 'title: Bakery release') },
];
