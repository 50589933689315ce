import { sayDuration } from '#src/base/time.ts';
import { isNoAlert, judgeNoAlert } from '#src/domain/alerts/fact.ts';
import type { StandingAlerts } from '#src/domain/alerts/standing.ts';
import { latestResult, sayLast } from '#src/domain/drill/standing.ts';
import type { FoundFact } from '#src/domain/events.ts';
import { resolveSource, Unresolved } from '#src/domain/procedure/resolve-step.ts';
import { environmentOf, scopeOf } from '#src/domain/procedure/scope.ts';
import { sayCondition } from '#src/domain/release/gate.ts';
import { inEnvironment } from '#src/domain/runbook/environment.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { ProductFact } from '#src/domain/runbook/model/product.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import type { Scope } from '#src/domain/runbook/template.ts';
import { resolveText } from '#src/domain/runbook/template.ts';
import { GonogoError } from '#src/errors.ts';
import type { Task } from '#src/ports/effect-kind.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import type { Pager } from '#src/ports/pager.ts';

/** Looks one fact up outside the run. What cannot be had does not hold: it is `unknown`, with the reason. */
export type FactFinder = (task: Task, condition: FactCondition) => Promise<FoundFact>;

export function factFinder(metrics: MetricsSource, pager: Pager): FactFinder {
  return async (task, condition) => {
    const known = task.run.runbook.product.facts[condition.fact];
    if (known?.kind === 'measured') return measured(task, condition, metrics);
    if (known?.kind === 'earlier') return earlier(task, condition, known);
    if (condition.fact === 'no-incident') return noIncident(task, condition);
    if (isNoAlert(condition.fact)) return noAlertFact(task, condition);
    if (condition.fact === 'on-call') return onCall(task, condition, pager);
    if (condition.fact.startsWith('drill.')) return drillAge(task, condition);
    return found(condition, 'unknown', 'nobody here knows this fact');
  };
}

/** The step that asks: its environment decides whose values hold. */
function stepOf({ row }: Task): string {
  const { step, ref } = row.body as { readonly step?: string; readonly ref?: { readonly step?: string } };
  return step ?? ref?.step ?? '';
}

async function measured(task: Task, condition: FactCondition, metrics: MetricsSource): Promise<FoundFact> {
  const scope = scopeOf(task.run, { step: stepOf(task) });
  const known = inEnvironment(task.run.runbook.product, String(scope('environment'))).facts[condition.fact];
  if (known?.kind !== 'measured') return found(condition, 'unknown', 'it is not measured in this environment');
  let metric: Metric;
  try {
    metric = asMetric(condition.fact, known, scope);
  } catch (cause) {
    if (cause instanceof Unresolved) return found(condition, 'unknown', cause.message);
    throw cause;
  }
  const [sample] = await metrics.read({
    window: task.run.stream,
    metrics: [metric],
    now: task.now(),
  });
  if (sample?.kind === 'probe') return found(condition, sample.ok ? 'holds' : 'does-not-hold', sample.detail);
  if (sample?.kind !== 'value')
    return found(condition, 'unknown', sample?.kind === 'error' ? sample.detail : 'it could not be measured');
  const said = known.unit === 'age' ? `${sayDuration(sample.value)} old` : String(sample.value);
  if (condition.compare === null) return found(condition, sample.value > 0 ? 'holds' : 'does-not-hold', said);
  return found(condition, holds(sample.value, condition.compare) ? 'holds' : 'does-not-hold', said);
}

function holds(value: number, { op, value: limit }: NonNullable<FactCondition['compare']>): boolean {
  const wanted = Number(limit);
  if (op === '<') return value < wanted;
  if (op === '>') return value > wanted;
  return op === '==' ? value === wanted : value !== wanted;
}

function asMetric(name: string, known: ProductFact & { kind: 'measured' }, scope: Scope): Metric {
  return {
    name,
    title: name,
    source: resolveSource(known.source, scope),
    unit: known.unit,
    intervalMs: 15_000,
    minSamples: null,
    pass: null,
    limits: [],
    shadow: false,
    consecutiveErrorLimit: 4,
    inconclusiveLimit: 8,
    noData: null,
  };
}

async function earlier(
  task: Task,
  condition: FactCondition,
  known: ProductFact & { kind: 'earlier' },
): Promise<FoundFact> {
  const runs = await task.runs({ kind: 'release', product: task.run.runbook.product.name, status: 'completed' });
  const wanted: (readonly [string, string])[] = [];
  for (const [name, text] of Object.entries(known.inputs)) {
    const value = resolveText(text, scopeOf(task.run));
    if (!value.ok) return found(condition, 'unknown', value.problem);
    wanted.push([name, value.value]);
  }
  const match = runs.find(run => {
    const inputs = (run.facts['inputs'] ?? {}) as { [name: string]: unknown };
    return wanted.every(([name, value]) => String(inputs[name] ?? '') === value);
  });
  return match
    ? found(condition, 'holds', `${match.id} ${match.version}`)
    : found(
        condition,
        'does-not-hold',
        `no completed release had ${wanted.map(([name, value]) => `${name} = ${value}`).join(', ')}`,
      );
}

/** Looked up now, for every role that is whoever is on call; the people listed are taken, and said so, when nobody can be asked. */
async function onCall(task: Task, condition: FactCondition, pager: Pager): Promise<FoundFact> {
  const roles = Object.values(task.run.runbook.product.roles).filter(role => role.onCall !== null);
  if (roles.length === 0) return found(condition, 'unknown', 'no role of the product is looked up at a pager');
  const says: string[] = [];
  for (const role of roles) {
    if (role.onCall === null) continue;
    let people: Awaited<ReturnType<Pager['onCall']>>;
    try {
      people = await pager.onCall(role.onCall);
    } catch (cause) {
      if (!(cause instanceof GonogoError)) throw cause;
      return found(condition, 'unknown', `${role.title}: ${cause.message}`);
    }
    if (people === 'cannot-ask')
      return found(condition, 'unknown', 'PagerDuty cannot be asked: PAGERDUTY_TOKEN is not set');
    if (people.length === 0) return found(condition, 'does-not-hold', `${role.title}: nobody is on call`);
    says.push(`${role.title}: ${people.map(one => one.name).join(', ')}`);
  }
  return found(condition, 'holds', says.join('; '));
}

/** As the last sweep left it: a gate asks nobody's metrics again, and says when they were too old to tell. */
async function noAlertFact(task: Task, condition: FactCondition): Promise<FoundFact> {
  const { run } = task;
  const [row] = await task.runs({ kind: 'alerts', product: run.runbook.product.name });
  const step = task.row.body['step'] ?? (task.row.body['ref'] as { step?: string } | undefined)?.step;
  const environment = environmentOf(run, typeof step === 'string' ? { step } : {});
  const standing = row === undefined ? null : (row.facts as unknown as StandingAlerts);
  const { outcome, says } = judgeNoAlert(standing, { fact: condition.fact, environment, now: task.now() });
  return found(condition, outcome, says);
}

async function noIncident(task: Task, condition: FactCondition): Promise<FoundFact> {
  const open = await task.runs({ kind: 'incident', product: task.run.runbook.product.name, open: true });
  // A drill is none, a grade that holds no release back closes no gate, and what repairs an incident does not wait for its end.
  const own = task.run.kind === 'release' ? task.run.incident : null;
  const others = open.filter(run => run.facts['holds'] === true && run.id !== own);
  if (others.length === 0) return found(condition, 'holds', 'no incident is open that holds releases');
  return found(condition, 'does-not-hold', `open: ${others.map(run => run.id).join(', ')}`);
}

/** Drills of the product that are over, newest first. */
export function pastDrills(task: Task): ReturnType<Task['runs']> {
  return task.runs({ kind: 'drill', product: task.run.runbook.product.name, open: false });
}

/** `drill.restore-test.age < 30d`: the latest result counts, so an older pass does not cover a newer failure. */
async function drillAge(task: Task, condition: FactCondition): Promise<FoundFact> {
  const id = condition.fact.slice('drill.'.length, -'.age'.length);
  const last = latestResult(id, await pastDrills(task));
  if (last === null) return found(condition, 'does-not-hold', 'it was never done');
  const says = sayLast(last, task.now());
  const fresh = condition.compare === null || holds(task.now() - last.at, condition.compare);
  return found(condition, last.passed && fresh ? 'holds' : 'does-not-hold', says);
}

function found(condition: FactCondition, outcome: FoundFact['outcome'], says: string): FoundFact {
  return { fact: sayCondition(condition), outcome, says };
}
