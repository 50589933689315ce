import { loadProducts } from '#src/runbook/load.ts';
import { formatProblems } from '#src/runbook/problem.ts';
import { PRODUCT, RELEASE } from './shop.ts';

/** The shop with severities, a pager and an incident runbook that uses every verb an incident has. */
const SEVERITIES = `
calendar: { workdays: { days: [Mon, Tue, Wed, Thu, Fri], hours: "09:00-17:00" } }
severities:
  SEV1:
    title: Outage
    criteria: Nobody can buy.
    suggest: [{ metric: error-rate, above: 5%, for: 1m }]
    page: true
    calls: [commander, ops, service-owner]
    cadence: 10m
    actions: [roll-back, throttle, tell-users]
    first: roll-back
    holdsReleases: true
    postmortem: 48h
  SEV2:
    title: Partial outage
    criteria: Part of the shop is out.
    page: true
    calls: [service-owner]
    cadence: 20m-30m
    actions: [throttle]
    postmortem: 3 working days
  SEV3:
    title: Slight degradation
    criteria: Slightly slow.
    page: false
    calls: [service-owner]
    cadence: 1h
    actions: [throttle]
escalation:
  - { after: 5m, without: acknowledged, page: owner, only: [SEV1] }
`;

export const INCIDENT = `
kind: incident
title: Shop incident
environment: production
phases:
  - id: triage
    title: Triage
    steps:
      - { do: acknowledge, name: Acknowledge the alarm, id: acknowledged }
      - { do: lead, name: Take command, id: commander }
      - { show: [error-rate, health], name: Is it up?, id: figures }
      - { run: shopctl log, name: What changed lately, id: changes, timeout: 30s, repeatable: true }
      - { confirm: The logs were read, id: logs, role: ops }
      - { do: severity, id: severity }
  - id: diagnose
    title: Diagnosis
    steps:
      - checklist:
          - { item: Errors and latency, role: ops, show: [error-rate] }
          - { item: The queue drains, role: ops, show: [queue] }
          - { item: The bank answers, role: captain }
        name: Diagnosis
        id: findings
  - id: recover
    title: Recovery
    steps:
      - { check: [health], name: Healthy again, id: healthy }
      - { do: mitigated, id: mitigated }
      - { do: resolve, id: resolved }
actions:
  throttle:
    title: Throttle the traffic
    role: ops
    reason: required
    steps: [{ run: shopctl limit 10, name: Limit to 10 a second, timeout: 1m }]
    undo: [{ run: shopctl limit off, name: Take the limit away, timeout: 1m, repeatable: true }]
  tell-users:
    title: Tell the users
    role: ops
    steps: [{ confirm: The banner is up }]
  roll-back:
    title: Roll back
    reason: required
    rollback: suspect
updates: { fields: [status, conditions, actions, needs, nextUpdate], to: [followers] }
resolve:
  stable: { metrics: [health, error-rate], for: 30m }
  require: [impact, no-active-workaround, followups-owned, postmortem-owner]
postmortem: { reviewers: [owner], sections: [root-cause, impact] }
`;

const PAGED = PRODUCT.replace(
  'channels: { releases: C0SHOP }',
  'channels: { releases: C0SHOP, incidents: C0INC, private: C0SECRET, followers: C0FOLLOW }',
).replace(
  '  default: { owner: ops }',
  '  default: { owner: ops, pager: PAGERDUTY_ROUTING_KEY }\n  checkout: { owner: ops }\n  search: { owner: captain }',
);

/** Its files as the reader sees them, each perhaps changed; `pager: false` leaves the pager out. */
export function loadIncidentShop(
  change: (incident: string) => string = text => text,
  product: (text: string) => string = text => text,
) {
  const loaded = loadProducts([
    { path: 'shop/product.yml', text: product(PAGED + SEVERITIES) },
    { path: 'shop/release.yml', text: RELEASE },
    { path: 'shop/incident.yml', text: change(INCIDENT) },
  ]);
  if (!loaded.products.every(one => one.startable)) throw new Error(formatProblems(loaded.problems));
  return loaded;
}
