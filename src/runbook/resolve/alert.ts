import type { Alert, AlertedEnvironment, Route } from '#src/domain/runbook/model/alert.ts';
import type { Suggestion } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { AlertText, RouteText } from '../schema/duty.ts';
import type { ConditionText } from '../schema/metric.ts';
import type { ProductText } from '../schema/product.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, listOf, msOrNull } from './context.ts';
import type { Measured } from './duty.ts';
import { conditionOf } from './metric.ts';

/** The alerts of one environment. The file was expanded for it, so nothing in it is a choice any more. Null: it routes nothing. */
export function alertedOf(
  context: Context,
  text: ProductText,
  { environment, vars, ...measured }: Measured & { readonly environment: string; readonly vars: Product['vars'] },
): AlertedEnvironment | null {
  const routing = text.routing?.[environment];
  if (routing === undefined) return null;
  const alerts = Object.entries(text.alerts ?? {}).flatMap(([name, one]) =>
    one.only && !one.only.includes(environment) ? [] : (alertOf(context, ['alerts', name], name, one, measured) ?? []),
  );
  const judged = new Set(alerts.flatMap(alert => alert.judged?.metric ?? []));
  return {
    name: environment,
    vars,
    alerts,
    metrics: [...judged].flatMap(name => measured.metrics[name] ?? []),
    routes: Object.fromEntries(Object.entries(routing).map(([priority, route]) => [priority, routeOf(route)])),
  };
}

function alertOf(context: Context, path: Path, name: string, text: AlertText, measured: Measured): Alert | undefined {
  const judged = text.evaluate === 'outside' ? null : judgedOf(context, path, text.metric ?? name, text, measured);
  if (judged === undefined || typeof text.priority !== 'string') return undefined;
  return { name, title: text.title ?? name.replaceAll('-', ' '), priority: text.priority, judged };
}

/** Undefined: it cannot be judged, and that is told. */
function judgedOf(
  context: Context,
  path: Path,
  metric: string,
  text: AlertText,
  { metrics, budgets }: Measured,
): Suggestion | undefined {
  // One nobody has is told by its name (lint/alerts.ts).
  if (!Object.hasOwn(metrics, metric)) return undefined;
  // Read for one environment: no choice is left in it.
  const plain = text as ConditionText;
  const judged = { unit: metrics[metric]?.unit ?? 'count', budget: budgets.get(metric) };
  const condition = conditionOf(context, path, plain, judged);
  return condition && { metric, condition, forMs: msOrNull(plain.for) };
}

function routeOf(text: RouteText): Route {
  return {
    page: listOf(text.page),
    channel: text.channel ?? null,
    mail: listOf(text.mail),
    offersIncident: text.incident === 'offer',
  };
}
