import { sha256 } from '#src/base/id.ts';
import { canonicalJson } from '#src/base/json.ts';
import type { Rule, Watch } from '#src/domain/measure/watch.ts';
import { defineWatch } from '#src/domain/measure/watch.ts';
import { resolveSources, Unresolved } from '#src/domain/procedure/resolve-step.ts';
import type { AlertBook, AlertedEnvironment } from '#src/domain/runbook/model/alert.ts';
import type { Suggestion } from '#src/domain/runbook/model/incident.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { productScope } from '#src/domain/runbook/product-scope.ts';
import type { Scope } from '#src/domain/runbook/template.ts';
import type { AlertDefinition, Watched } from './state.ts';

/** It goes on for ever, so it looks at most once a minute. */
const FOR_EVER_MS = Number.MAX_SAFE_INTEGER;

/** What is measured and who hears of it, with every address resolved. */
export function defineAlerts({ product, environments, suggested }: AlertBook): AlertDefinition {
  const names = [...new Set([...environments.map(one => one.name), ...(suggested ? [suggested.environment] : [])])];
  const definition = {
    product,
    environments: names.map(name => watchedOf(name, environments, { product, suggested })),
    suggested: suggested && { environment: suggested.environment, grades: suggested.grades },
  };
  return { hash: sha256(canonicalJson(definition)), ...definition };
}

/** As if the product had no alerts any more: what was measured is let go. */
export function noAlerts({ product }: Pick<AlertDefinition, 'product'>): AlertDefinition {
  return defineAlerts({ product, environments: [], suggested: null });
}

function watchedOf(
  name: string,
  environments: readonly AlertedEnvironment[],
  { product, suggested }: Pick<AlertBook, 'product' | 'suggested'>,
): Watched {
  const own = environments.find(one => one.name === name);
  const grades = suggested?.environment === name ? suggested : null;
  const metrics = [...(own?.metrics ?? []), ...(grades?.metrics ?? [])];
  const wanted = [
    ...(own?.alerts.flatMap(alert => alert.judged ?? []) ?? []),
    ...(grades?.grades.flatMap(grade => grade.suggest) ?? []),
  ];
  return {
    name,
    alerts: own?.alerts ?? [],
    routes: own?.routes ?? {},
    watch: watchOf(metrics, wanted, productScope({ ...product, vars: own?.vars ?? grades?.vars ?? {} }, name)),
  };
}

function watchOf(metrics: readonly Metric[], wanted: readonly Suggestion[], scope: Scope): Watch {
  const once = [...new Map(metrics.map(metric => [metric.name, metric])).values()];
  const measured = once.flatMap(metric => resolved(metric, scope) ?? []);
  const rules = new Map(wanted.map(one => [JSON.stringify(one), { ...one, action: 'warn' } as Rule]));
  return { ...defineWatch({ metrics: measured, limits: 'none', lastsMs: FOR_EVER_MS }), rules: [...rules.values()] };
}

/** What names something only a run knows is measured once there is one; lint refuses it in an alert. */
function resolved(metric: Metric, scope: Scope): Metric | null {
  try {
    return resolveSources(metric, scope);
  } catch (cause) {
    if (cause instanceof Unresolved) return null;
    throw cause;
  }
}
