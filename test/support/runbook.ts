import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Checkpoint, Phase, Rollback } from '#src/domain/runbook/model/release.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type {
  Action,
  ApproveVerb,
  ChecklistItem,
  CheckVerb,
  HttpVerb,
  RunAction,
  RunVerb,
  Step,
  StepEnvelope,
  StepVerb,
  WatchVerb,
  Wave,
} from '#src/domain/runbook/model/step.ts';
import type { FactCondition, Input, Offset } from '#src/domain/runbook/model/terms.ts';
import { parseFact } from '#src/domain/runbook/units.ts';

/** Small runbooks in code: everything has a sensible default, a test says only what it is about. */
export function runbook(change: Partial<ReleaseRunbook> = {}): ReleaseRunbook {
  return {
    kind: 'release',
    product: product(),
    title: 'Shop release',
    type: {
      name: 'minor',
      title: 'Minor',
      alias: [],
      bump: 'minor',
      strategies: ['canary'],
      needs: [],
      downtime: { kind: 'never' },
      documents: { before: [], after: [] },
      audit: [],
    },
    strategy: 'canary',
    inputs: [],
    phases: [],
    rollback: null,
    finally: [],
    success: [],
    events: [],
    files: [{ path: 'release.yml', hash: 'a'.repeat(64) }],
    ...change,
  };
}

export function product(change: Partial<Product> = {}): Product {
  return {
    name: 'shop',
    title: 'Shop',
    timezone: 'Europe/Berlin',
    runNumber: null,
    vars: {},
    repository: { path: '.', branch: 'main', tag: 'v1.2.3', remote: 'origin' },
    environments: {},
    channels: { releases: 'C1' },
    roles: {
      captain: role('Captain'),
      owner: role('Product owner'),
      devops: role('DevOps'),
      qa: role('QA'),
    },
    soloOperator: false,
    raci: {
      rollback: { responsible: ['devops'], accountable: ['captain'], consulted: [], informed: [] },
    },
    services: {},
    calendar: { workdays: null },
    facts: {},
    templates: {},
    executables: { deploy: { in: '.', env: [] } },
    metrics: {},
    requiredEnv: {},
    ...change,
  };
}

function role(title: string): Product['roles'][string] {
  return { title, onCall: null, pager: null, users: [], group: null, mail: [] };
}

export function metrics(...all: readonly Metric[]): { readonly [name: string]: Metric } {
  return Object.fromEntries(all.map(one => [one.name, one]));
}

export function phase(id: string, steps: readonly Step[], change: Partial<Phase> = {}): Phase {
  return {
    id,
    title: id,
    at: null,
    roles: ['devops'],
    activity: null,
    off: null,
    grades: [],
    when: null,
    environment: null,
    touchesProduction: false,
    watch: null,
    steps,
    checkpoint: null,
    ...change,
  };
}

/** A phase whose acting steps change production. */
export function rollout(steps: readonly Step[], change: Partial<Phase> = {}): Phase {
  return phase('rollout', steps, { touchesProduction: true, environment: 'production', ...change });
}

export function rollback(steps: readonly Step[], change: Partial<Rollback> = {}): Rollback {
  return { activity: 'rollback', when: [], reasons: ['It broke'], steps, checkpoint: null, ...change };
}

type Change = Partial<StepEnvelope>;

function step<V extends StepVerb>(id: string, verb: V, change: Change): Step {
  const envelope: StepEnvelope = {
    id,
    title: id,
    roles: ['devops'],
    activity: null,
    off: null,
    grades: [],
    when: null,
    each: null,
    timeoutMs: null,
    retry: null,
    onFailure: 'pause',
    ifFails: null,
    skip: { by: 'role' },
    repeatable: false,
    undoes: [],
    pointOfNoReturn: false,
    delivers: null,
    evidence: null,
    cleanup: null,
  };
  return { ...envelope, ...verb, ...change } as Step;
}

export const note = (id: string, change: Change & { text?: string } = {}) =>
  step(id, { verb: 'note', text: change.text ?? id }, omit(change, 'text'));

export const confirm = (id: string, change: Change = {}) =>
  step(id, { verb: 'confirm', text: `${id} is so`, of: null }, change);

export const checklist = (id: string, items: readonly Partial<ChecklistItem>[], change: Change = {}) =>
  step(id, { verb: 'checklist', items: items.map(item) }, change);

export const ask = (id: string, fields: readonly Input[], change: Change = {}) =>
  step(id, { verb: 'ask', fields }, change);

export const attach = (id: string, wanted: { [label: string]: string }, change: Change = {}) =>
  step(id, { verb: 'attach', wanted }, change);

export const notify = (id: string, to: readonly string[], text: string, change: Change = {}) =>
  step(id, { verb: 'notify', to, text }, { onFailure: 'continue', ...change });

export const report = (id: string, change: Change = {}) => step(id, { verb: 'report', files: ['audit.json'] }, change);

export const version = (id = 'version', change: Change = {}) =>
  step(id, { verb: 'version', version: { kind: 'next' } }, change);

/** The captain alone, unless a test says otherwise. */
export const approve = (id: string, change: Partial<Omit<ApproveVerb, 'verb'>> & Change = {}) =>
  step(
    id,
    {
      verb: 'approve',
      quorum: { captain: 1 },
      anyOf: [],
      timeoutMs: null,
      onTimeout: 'deny',
      notInitiator: false,
      distinctPeople: false,
      requires: [],
    },
    { roles: ['captain'], ...change },
  );

export const run = (
  id: string,
  change: Change & { argv?: readonly string[]; background?: RunVerb['background'] } = {},
) => {
  const { argv = ['deploy', id], background = null, ...rest } = change;
  const verb: RunVerb = {
    verb: 'run',
    act: command(argv),
    background,
    expect: { exit: 0, output: null },
    outputs: {},
  };
  return step(id, verb, rest);
};

export const http = (
  id: string,
  change: Change & { settleMs?: number | null; until?: HttpVerb['until'] } = {},
): Step => {
  const { settleMs = null, until = null, ...rest } = change;
  const act: HttpVerb['act'] = {
    kind: 'http',
    method: 'POST',
    url: 'http://deployer/go',
    headers: {},
    json: null,
    expect: { status: null, pointers: {} },
  };
  return step(id, { verb: 'http', act, settleMs, until, outputs: {} }, rest);
};

/** Asked again every `everyMs` until it answers 200. */
export const polled = (everyMs: number): NonNullable<HttpVerb['until']> => ({
  url: 'http://deployer/state',
  everyMs,
  expect: { status: 200, pointers: {} },
  failOn: null,
});

export const check = (id: string, change: Change & Partial<Omit<CheckVerb, 'verb'>> = {}) => {
  const { metrics: wanted = [], facts = [], env = [], expectStatus = null, ...rest } = change;
  return step(id, { verb: 'check', metrics: wanted, facts, env, expectStatus }, rest);
};

export const show = (id: string, wanted: readonly string[], change: Change = {}) =>
  step(id, { verb: 'show', metrics: wanted }, change);

export const watch = (
  id: string,
  wanted: readonly string[],
  change: Change & Partial<Omit<WatchVerb, 'verb' | 'metrics'>> = {},
) => {
  const { forMs = 60_000, atMostMs = null, action = null, ...rest } = change;
  return step(id, { verb: 'watch', metrics: wanted, forMs, atMostMs, action }, rest);
};

export const snapshot = (id: string, wanted: readonly string[], overMs: number, change: Change = {}) =>
  step(id, { verb: 'snapshot', metrics: wanted, overMs }, change);

/** No more than a tenth above the snapshot. */
export const compare = (id: string, before: string, wanted: readonly string[], change: Change = {}) => {
  const max = { kind: 'relative', value: 0.1, text: '+10%' } as const;
  const limits = Object.fromEntries(wanted.map(name => [name, { max, floor: null }]));
  return step(id, { verb: 'compare', with: before, limits }, change);
};

export const wait = (id: string, ms: number, change: Change = {}) =>
  step(id, { verb: 'wait', until: { kind: 'for', ms } }, change);

export const shift = (id: string, waves: readonly Partial<Wave>[], change: Change = {}) => {
  const act = command(['deploy', '${{ wave.weight }}']);
  const all = waves.map(wave => ({ weight: 100, targets: [], soakMs: 0, ...wave }));
  return step(id, { verb: 'shift', act, waves: all }, change);
};

export function command(argv: readonly string[]): RunAction & Action {
  return { kind: 'run', argv, env: {} };
}

export function item(given: Partial<ChecklistItem>, index: number): ChecklistItem {
  const id = `${index + 1}`;
  return { id, item: `item ${id}`, role: null, show: [], from: null, ...given };
}

export function checkpoint(says: string, items: readonly Partial<ChecklistItem>[] = []): Checkpoint {
  return { says, items: items.map(item), requires: [] };
}

export function input(name: string, change: Partial<Input> = {}): Input {
  return {
    name,
    type: 'text',
    ask: `${name}?`,
    options: [],
    pattern: null,
    default: null,
    when: null,
    changed: [],
    ...change,
  };
}

/** `fact('backup-age < 24h')`, with those who may accept it. Throws when the text is no condition. */
export function fact(text: string, override: FactCondition['override'] = null): FactCondition {
  const read = parseFact(text);
  if (!read) throw new Error(`"${text}" is no fact`);
  return { ...read, override };
}

export function offset(sign: 1 | -1, ms: number): Offset {
  return { sign, ms, days: 0, text: `T${sign < 0 ? '-' : '+'}${ms}ms` };
}

function omit<T extends object, K extends keyof T>(from: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = from;
  return rest;
}
