import { iso, sayDuration, sayInstant } from '#src/base/time.ts';
import { incidentValue, serviceValue } from '#src/domain/incident/scope.ts';
import { verdictOf } from '#src/domain/release/verdict.ts';
import { downtimeOf, sayDowntime } from '#src/domain/runbook/downtime.ts';
import { inEnvironment, PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { Scope, TemplateValue } from '#src/domain/runbook/template.ts';
import { variableOf } from '#src/domain/runbook/vars.ts';
import { sectionOf, stateOf } from './sections.ts';
import type { ReleaseRun, Run } from './state.ts';

export type ScopeExtras = {
  readonly step?: string;
  /** Where it is not the step's. */
  readonly environment?: string;
  readonly each?: string;
  readonly wave?: { readonly number: number; readonly weight: number; readonly targets: readonly string[] };
};

/** What `${{ name }}` stands for in a run at this moment. Answers undefined for a name that has no value (yet). */
export function scopeOf(run: Run, extras: ScopeExtras = {}): Scope {
  return name => lookUp(run, extras, name);
}

function lookUp(run: Run, extras: ScopeExtras, name: string): TemplateValue | undefined {
  const dot = name.indexOf('.');
  const head = dot < 0 ? name : name.slice(0, dot);
  const rest = dot < 0 ? '' : name.slice(dot + 1);
  switch (head) {
    case 'inputs':
      return Object.hasOwn(run.inputs, rest) ? run.inputs[rest] : undefined;
    case 'vars':
      return variableOf(inEnvironment(run.runbook.product, environmentOf(run, extras)).vars, rest);
    case 'environment':
      return environmentOf(run, extras);
    case 'each':
      return extras.each;
    case 'wave':
      return extras.wave && waveValue(extras.wave, rest);
    case 'rollback':
      return rollbackValue(run, rest);
    case 'run':
      return runValue(run, rest);
    case 'steps':
      return stepValue(run, rest, extras.step);
    case 'incident':
      return run.kind === 'incident' ? incidentValue(run, rest) : undefined;
    case 'service':
      return run.kind === 'incident' ? serviceValue(run, rest) : undefined;
    default:
      return undefined;
  }
}

/** What stands before the ids of the steps beside this one, nearest first; nothing for a step of the file itself. */
function prefixesOf(run: Run, step: string): readonly string[] {
  if (run.kind === 'release') return AGAIN.exec(step)?.slice(0, 1) ?? [];
  return [...(/^(a\d+\.)(?:undo\.)?/.exec(step) ?? [])];
}

/** The environment whose values hold: that of the step's phase, and production where it names none. */
export function environmentOf(run: Run, { step, environment }: Pick<ScopeExtras, 'step' | 'environment'>): string {
  if (environment !== undefined) return environment;
  if (run.kind === 'incident') return run.runbook.environment;
  const [, again] = AGAIN.exec(step ?? '') ?? [];
  const phase = run.runbook.phases.find(one => one.id === again) ?? sectionOf(run, step ?? '')?.phase;
  return phase?.environment ?? PRODUCTION;
}

/** A step of this phase, done again in the rollback. */
const AGAIN = /^again\.([^.]+)\./;

function waveValue(wave: NonNullable<ScopeExtras['wave']>, name: string): TemplateValue | undefined {
  if (name === 'number') return wave.number;
  if (name === 'weight') return wave.weight;
  return name === 'targets' ? wave.targets : undefined;
}

function rollbackValue(run: Run, name: string): string | undefined {
  if (run.kind !== 'release' || !run.rollback) return undefined;
  if (name === 'reason') return run.rollback.reason;
  if (name === 'by') return run.rollback.by === null ? 'gonogo' : `<@${run.rollback.by}>`;
  return name === 'at' ? iso(run.rollback.at) : undefined;
}

function runValue(run: Run, name: string): string | undefined {
  // Its condition may name another value of the run, so it is not among those that are made together.
  if (name === 'downtime' && run.kind === 'release') return sayDowntime(downtimeOf(run.runbook.type, scopeOf(run)));
  const values: { readonly [name: string]: string | null } = {
    id: run.id,
    title: run.title,
    startedAt: iso(run.startedAt),
    ...(run.kind === 'release' ? releaseValues(run) : {}),
  };
  return values[name] ?? undefined;
}

function releaseValues(run: ReleaseRun): { readonly [name: string]: string | null } {
  return {
    version: run.version,
    previousVersion: run.previousVersion,
    tag: run.tag,
    previousTag: run.previousTag,
    commit: run.commit,
    type: run.runbook.type.name,
    strategy: run.runbook.strategy,
    T: run.T === null ? 'as soon as it is approved' : sayInstant(run.T, run.runbook.product.timezone),
    // Closing steps run before the end is on record, and tell of it all the same.
    verdict: (run.verdict ?? verdictOf(run)).verdict,
    summary: summary(run),
  };
}

function summary(run: ReleaseRun): string {
  const what = `${run.title}: ${run.verdict ? `verdict ${run.verdict.verdict}` : run.status}`;
  return run.endedAt === null ? what : `${what} after ${sayDuration(run.endedAt - run.startedAt)}`;
}

/**
 * Steps of an incident's action call each other by the names of the file; here each press has its own. What takes a press
 * back knows what that press found out. Steps done again know what they found out this time.
 */
function stepValue(run: Run, path: string, from: string | undefined): TemplateValue | undefined {
  const dot = path.lastIndexOf('.');
  const named = path.slice(0, dot);
  const ids = prefixesOf(run, from ?? '').map(prefix => prefix + named);
  const state = stateOf(run, ids.find(id => run.steps[id]) ?? named);
  const output = path.slice(dot + 1);
  if (output === 'duration' && state.startedAt !== null && state.endedAt !== null)
    return sayDuration(state.endedAt - state.startedAt);
  const value = state.outputs[output];
  if (typeof value === 'string' || typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(String) : undefined;
}
