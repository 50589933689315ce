import type { Cadence, Grade, IncidentAction } from '#src/domain/runbook/model/incident.ts';
import type { Product, Role, Service } from '#src/domain/runbook/model/product.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Doing, Step } from '#src/domain/runbook/model/step.ts';
import { confirm, phase, product, run } from './runbook.ts';

const MINUTE = 60_000;

/** Small incident runbooks in code: everything has a sensible default, a test says only what it is about. */
export function incidentRunbook(change: Partial<IncidentRunbook> = {}): IncidentRunbook {
  return {
    kind: 'incident',
    product: incidentProduct(),
    title: 'Shop incident',
    environment: 'production',
    grades: GRADES,
    escalation: [],
    phases: [
      phase('triage', [does('acknowledge'), does('lead')], { title: 'Triage', roles: ['commander'] }),
      phase('recover', [confirm('calm', { roles: [], title: 'The figures are calm' }), does('mitigated')], {
        title: 'Recovery',
        roles: ['commander'],
      }),
    ],
    actions: ACTIONS,
    updates: { fields: ['status', 'conditions', 'actions', 'needs', 'nextUpdate'], to: [] },
    resolve: { stable: null, require: ['impact', 'no-active-workaround', 'followups-owned', 'postmortem-owner'] },
    postmortem: { reviewers: ['payments'], sections: [] },
    files: [{ path: 'shop/incident.yml', hash: 'b'.repeat(64) }],
    ...change,
  };
}

export function incidentProduct(change: Partial<Product> = {}): Product {
  return product({
    channels: { incidents: 'C1' },
    roles: {
      'on-call': role('On-call', { onCall: { schedule: 'P1', policy: null }, pager: 'PAGERDUTY_ROUTING_KEY' }),
      payments: role('Payments', { pager: 'PAGERDUTY_PAYMENTS', mail: ['payments@shop.example'] }),
    },
    raci: {},
    services: { default: service('on-call', 'PAGERDUTY_ROUTING_KEY'), checkout: service('payments', null) },
    executables: { ops: { in: '.', env: [] } },
    ...change,
  });
}

/** SEV1 every 10 min, SEV2 every 20 to 30 and SEV3 every hour; the last one pages nobody. */
const GRADES: readonly Grade[] = [
  grade('SEV1', {
    calls: ['commander', 'on-call'],
    cadence: cadence(10, 20),
    actions: ['throttle', 'roll-back'],
    holdsReleases: true,
  }),
  grade('SEV2', { cadence: { dueMs: 20 * MINUTE, missedMs: 30 * MINUTE, text: '20m-30m' } }),
  grade('SEV3', { page: false, cadence: cadence(60, 120), postmortem: null }),
];

function grade(name: string, change: Partial<Grade>): Grade {
  return {
    name,
    title: name,
    criteria: `${name} it is.`,
    suggest: [],
    page: true,
    calls: ['commander', 'service-owner'],
    channel: null,
    cadence: null,
    actions: ['throttle'],
    first: null,
    holdsReleases: false,
    postmortem: { kind: 'elapsed', amount: 48 * 60 * MINUTE, text: '48h' },
    ...change,
  };
}

function cadence(due: number, missed: number): Cadence {
  return { dueMs: due * MINUTE, missedMs: missed * MINUTE, text: due === 60 ? '1h' : `${due}m` };
}

const ACTIONS: readonly IncidentAction[] = [
  {
    id: 'throttle',
    title: 'Throttle the traffic',
    roles: ['on-call'],
    grades: [],
    reasonRequired: true,
    does: {
      kind: 'steps',
      steps: [run('limit', { argv: ['ops', 'limit', '10'], roles: ['on-call'] })],
      undo: [run('limit-off', { argv: ['ops', 'limit', 'off'], roles: ['on-call'], repeatable: true })],
    },
  },
  {
    id: 'roll-back',
    title: 'Roll back',
    roles: ['on-call'],
    grades: [],
    reasonRequired: true,
    does: { kind: 'rollback-suspect' },
  },
];

/** One of the bot's own buttons as a step. */
export function does(what: Doing): Step {
  const {
    text: _text,
    of: _of,
    ...envelope
  } = confirm(`do-${what}`, { roles: [], title: what }) as Step & {
    verb: 'confirm';
  };
  return { ...envelope, verb: 'do', what };
}

function role(title: string, change: Partial<Role> = {}): Role {
  return { title, onCall: null, pager: null, users: [], group: null, mail: [], ...change };
}

function service(owner: string, pager: string | null): Service {
  return { url: null, owner, pager, container: null };
}
