import { suggest } from '#src/base/nearest.ts';
import type { AlertedEnvironment } from '#src/domain/runbook/model/alert.ts';
import type { Metric, Source } from '#src/domain/runbook/model/metric.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { names } from '#src/domain/runbook/template.ts';
import { type Context, listOf, tell } from '../resolve/context.ts';
import type { AlertText, RouteText } from '../schema/duty.ts';
import type { ProductText } from '../schema/product.ts';
import { nodeAt, type Path } from '../yaml/node.ts';
import { lintCalled } from './reach.ts';

/** Alerts and their routing, as they are written for all environments: somebody hears of each, in a way that exists. */
export function lintRouting(context: Context, text: ProductText, product: Product): void {
  const { alerts = {}, routing = {} } = text;
  const environments = Object.keys(product.environments);
  if (text.alerts && !text.routing) {
    const hint = 'add routing: { production: { P1: { page: a-role, channel: a-channel } } }';
    tell(context, ['alerts'], { message: 'nothing says who hears of an alert', hint });
  }
  for (const [environment, routes] of Object.entries(routing)) {
    known(context, ['routing', environment], { what: 'environment', name: environment, names: environments });
    for (const [priority, route] of Object.entries(routes))
      lintRoute(context, ['routing', environment, priority], route, product);
  }
  for (const [name, alert] of Object.entries(alerts))
    lintAlert(context, ['alerts', name], { name, alert, text, product });
}

function lintRoute(context: Context, path: Path, route: RouteText, product: Product): void {
  const { channel } = route;
  if (channel !== undefined)
    known(context, [...path, 'channel'], { what: 'channel', name: channel, names: Object.keys(product.channels) });
  if (Object.keys(route).length === 0)
    tell(context, path, { message: 'nobody hears of these alerts', hint: 'write one of page, channel or mail' });
  for (const role of listOf(route.page)) lintCalled(context, [...path, 'page'], { product, role, pages: true });
  for (const role of listOf(route.mail)) {
    const known = product.roles[role];
    if (known && known.mail.length > 0) continue;
    const message = known ? `"${role}" has no mail address` : `there is no role "${role}"`;
    const hint = known ? 'add mail: [...] to the role' : suggest(role, Object.keys(product.roles));
    tell(context, [...path, 'mail'], { message, hint });
  }
  if (route.incident !== undefined && channel === undefined)
    tell(context, [...path, 'incident'], {
      message: 'an incident is offered by a button, and there is no message for it',
      hint: 'add channel: to the same routing',
    });
}

type Lines = {
  readonly name: string;
  readonly alert: AlertText;
  readonly text: ProductText;
  readonly product: Product;
};

function lintAlert(context: Context, path: Path, { name, alert, text, product }: Lines): void {
  const metric = alert.metric ?? name;
  const metrics = Object.keys(product.metrics);
  const outside = alert.evaluate === 'outside';
  if (!outside) {
    const at = alert.metric === undefined ? path : [...path, 'metric'];
    if (!metrics.includes(metric))
      tell(context, at, {
        message: `there is no metric "${metric}"`,
        hint: `${suggest(metric, metrics)}; or write evaluate: outside when Alertmanager or Grafana measures it`,
      });
    else if (alert.failing && product.metrics[metric]?.source.kind !== 'probe')
      tell(context, [...path, 'failing'], {
        message: `"failing" on "${metric}", which is no probe`,
        hint: 'compare it with above or below',
      });
  } else if (CONDITIONS.some(key => alert[key] !== undefined)) {
    tell(context, [...path, 'evaluate'], {
      message: 'what is evaluated outside is not compared here as well',
      hint: 'take the comparison out, or evaluate: outside',
    });
  }
  const environments = Object.keys(text.routing ?? {});
  for (const [index, one] of (alert.only ?? []).entries())
    known(context, [...path, 'only', index], { what: 'environment with a routing', name: one, names: environments });
  lintPriorities(context, [...path, 'priority'], { alert, text, environments: alert.only ?? environments });
}

const CONDITIONS = ['metric', 'above', 'below', 'failures', 'failing', 'for'] as const;

/** A priority no environment routes is a slip of the pen; one that this environment does not route is heard by nobody. */
function lintPriorities(
  context: Context,
  path: Path,
  { alert, text, environments }: Pick<Lines, 'alert' | 'text'> & { readonly environments: readonly string[] },
): void {
  const routing = text.routing ?? {};
  const everywhere = [...new Set(Object.values(routing).flatMap(routes => Object.keys(routes)))];
  for (const environment of environments.filter(one => routing[one] !== undefined)) {
    const { priority } = alert;
    const own =
      typeof priority === 'string'
        ? priority
        : (priority.byEnvironment[environment] ?? priority.byEnvironment['default']);
    if (own === undefined || routing[environment]?.[own] !== undefined) continue;
    if (everywhere.includes(own)) {
      const message = `nobody hears of it in ${environment}: ${own} is not routed there`;
      tell(context, path, {
        message,
        hint: `add ${own} to routing.${environment}, or name its environments with only`,
        level: 'warning',
      });
    } else tell(context, path, { message: `no routing knows the priority "${own}"`, hint: suggest(own, everywhere) });
  }
}

/** What an alert measures is asked for without a run, so only the product's own names have a value. */
export function lintAlerted(context: Context, { alerts, metrics }: AlertedEnvironment): void {
  for (const { name, judged } of alerts) {
    const metric = metrics.find(one => one.name === judged?.metric);
    const [odd] = metric
      ? textsOf(metric)
          .flatMap(names)
          .filter(one => !OUTSIDE_RUNS.test(one))
      : [];
    if (odd === undefined) continue;
    const at = nodeAt(context.tree, ['alerts', name, 'metric']) ? ['alerts', name, 'metric'] : ['alerts', name];
    tell(context, at, {
      message: `the metric "${metric?.name}" asks for ${odd}, which only a run knows`,
      hint: 'use vars and environment in what an alert measures',
    });
  }
}

const OUTSIDE_RUNS = /^(?:vars\.|secrets\.|environment$)/;

function textsOf({ source, minSamples }: Metric): readonly string[] {
  return [source, ...(minSamples ? [minSamples.source] : [])].flatMap(addressesOf);
}

function addressesOf(source: Source): readonly string[] {
  if (source.kind === 'probe') return source.urls;
  return source.kind === 'prometheus' ? [source.url, source.query] : [source.url];
}

type Wanted = { readonly what: string; readonly name: string; readonly names: readonly string[] };

function known(context: Context, path: Path, { what, name, names }: Wanted): void {
  if (!names.includes(name))
    tell(context, path, { message: `there is no ${what} "${name}"`, hint: suggest(name, names) });
}
