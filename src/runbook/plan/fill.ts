import { inEnvironment, PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { DrillRunbook, IncidentRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';
import { resolveText, type Scope } from '#src/domain/runbook/template.ts';

/** What is known before a run begins: inputs, vars and what the run is; everything else is not, yet. */
export function scopeOfPlan(
  runbook: ReleaseRunbook,
  inputs: { readonly [name: string]: InputValue },
  environment = PRODUCTION,
): Scope {
  return name => {
    const [head, ...rest] = name.split('.');
    const key = rest.join('.');
    if (head === 'inputs') return answerOf(runbook, key, inputs);
    if (head === 'vars') return variable(inEnvironment(runbook.product, environment), key);
    if (name === 'environment') return environment;
    if (name === 'run.type') return runbook.type.name;
    if (name === 'run.strategy') return runbook.strategy;
    if (name === 'run.title') return `${runbook.product.title} ${runbook.type.name}`;
    return undefined;
  };
}

/** Before an incident only the vars and where it is are known. */
export function scopeOfIncident(runbook: IncidentRunbook): Scope {
  return name => {
    if (name === 'environment') return runbook.environment;
    return name.startsWith('vars.') ? variable(runbook.product, name.slice('vars.'.length)) : undefined;
  };
}

/** Before a drill only the vars are known. */
export function scopeOfDrill(runbook: DrillRunbook): Scope {
  return name => (name.startsWith('vars.') ? variable(runbook.product, name.slice('vars.'.length)) : undefined);
}

function answerOf(
  runbook: ReleaseRunbook,
  name: string,
  inputs: { readonly [name: string]: InputValue },
): InputValue | undefined {
  const input = runbook.inputs.find(one => one.name === name);
  const answer = Object.hasOwn(inputs, name) ? inputs[name] : (input?.default ?? undefined);
  // A no becomes a yes where git shows a change: nobody knows before the version step.
  return answer === 'no' && (input?.changed ?? []).length > 0 ? undefined : answer;
}

function variable({ vars }: Product, name: string): string | undefined {
  if (!Object.hasOwn(vars, name)) return undefined;
  return fill(vars[name] ?? '', inner =>
    inner.startsWith('vars.') && Object.hasOwn(vars, inner.slice(5)) ? vars[inner.slice(5)] : undefined,
  );
}

/** Fills in what is known and leaves the other templates as they stand, for people to read. */
export function fill(text: string, scope: Scope): string {
  return text.replaceAll(/\$\{\{[^{}]*\}\}/g, template => {
    const resolved = resolveText(template, scope);
    return resolved.ok ? resolved.value || 'none' : template;
  });
}
