import type { Product, RaciRow, Role } from '#src/domain/runbook/model/product.ts';
import type { MetricText } from '../schema/metric.ts';
import type { ProductText, RaciText, RoleText } from '../schema/product.ts';
import type { Path } from '../yaml/node.ts';
import { type Budgets, budgetOf, type Policies } from './budget.ts';
import { rulesOf, workdaysOf } from './calendar.ts';
import { commandOf } from './command.ts';
import { type Context, listOf, tell } from './context.ts';
import { metricOf, productFactOf } from './metric.ts';

export type ProductOptions = {
  readonly name: string;
  readonly vars: { readonly [name: string]: string };
  readonly policies: Policies;
  /** This installation has a NATS server. Default false. */
  readonly nats?: boolean;
  /** Its pager shall hear what changes. Default false. */
  readonly changeEvents?: boolean;
};

/** The budgets of the metrics that have one. */
export function budgetsOf(context: Context, text: ProductText, policies: Policies): Budgets {
  const found = Object.entries(text.metrics ?? {}).flatMap(([name, metric]) => {
    const budget = budgetOf(context, ['metrics', name], { text: metric, unit: metric.unit ?? 'count', policies });
    return budget === undefined ? [] : [[name, budget] as const];
  });
  return new Map(found);
}

type Given = Omit<ProductOptions, 'policies'> & { readonly budgets: Budgets };

/** The product's file in the model's words. `vars` of the environment take the place of those of the same name. */
export function productOf(
  context: Context,
  text: ProductText,
  { name, vars, budgets, nats, changeEvents }: Given,
): Product {
  const { prometheus } = text;
  return {
    name,
    title: text.title,
    timezone: zoneOf(context, text.timezone),
    runNumber: text.runNumber ?? null,
    vars: mapValues(text.vars, (value, key) => (Object.hasOwn(vars, key) ? (vars[key] ?? '') : String(value))),
    repository: text.repository
      ? {
          path: text.repository.path,
          branch: text.repository.branch ?? 'main',
          tag: text.repository.tag ?? 'v${{ run.version }}',
          remote: text.repository.remote ?? 'origin',
        }
      : null,
    environments: mapValues(text.environments, one => ({
      channel: one.channel ?? null,
      calendar: one.calendar ?? false,
    })),
    channels: text.channels ?? {},
    roles: mapValues(text.roles, (role, key) => roleOf(context, ['roles', key], key, role)),
    soloOperator: text.soloOperator ?? false,
    raci: mapValues(text.raci, raciOf),
    services: mapValues(text.services, one => ({
      url: one.url ?? null,
      owner: one.owner ?? '',
      pager: one.pager ?? null,
      container: one.container ?? null,
    })),
    calendar: { workdays: workdaysOf(text.calendar?.workdays), rules: rulesOf(text.calendar) },
    facts: mapValues(text.facts, (one, key) => productFactOf(context, ['facts', key], { text: one, prometheus })),
    templates: text.templates ?? {},
    executables: mapValues(text.executables, one => ({ in: one.in, env: one.env ?? [] })),
    metrics: mapValues(text.metrics, (one: MetricText, key) =>
      metricOf(context, ['metrics', key], { name: key, text: one, budget: budgets.get(key), prometheus }),
    ),
    ...(text.alerts && text.routing ? { alertPriorities: prioritiesOf(text.routing) } : {}),
    statusPage: {
      components: text.statusPage?.components ?? {},
      templates: text.statusPage?.templates ?? {},
    },
    subscribers: (text.subscribers ?? []).map(({ http, headers, secret }) => ({
      url: http,
      headers: headers ?? {},
      ...(secret === undefined ? {} : { secret }),
    })),
    ...(nats ? { nats } : {}),
    ...(changeEvents ? { changeEvents } : {}),
    requiredEnv: mapValues(text.requiredEnv, (one, key) => ({
      from: commandOf(context, ['requiredEnv', key, 'from'], one.from),
      set: one.set ?? [],
      equal: one.equal ?? {},
      contain: one.contain ?? {},
    })),
  };
}

/** By environment. */
function prioritiesOf(routing: NonNullable<ProductText['routing']>): {
  readonly [environment: string]: readonly string[];
} {
  return mapValues(routing, routes => Object.keys(routes));
}

function roleOf(context: Context, path: Path, name: string, text: RoleText): Role {
  const { schedule, policy } = text.pagerduty ?? {};
  const known = schedule !== undefined || policy !== undefined;
  if (text.dynamic && !known) {
    tell(context, [...path, 'dynamic'], {
      message: 'nothing says where to look up who is on call',
      hint: 'add pagerduty: { schedule: PSCHED1 } or { policy: PPOLICY1 } to the role',
    });
  }
  return {
    title: text.title ?? name.replaceAll('-', ' '),
    onCall: known ? { schedule: schedule ?? null, policy: policy ?? null } : null,
    pager: text.pager ?? null,
    users: text.slack?.users ?? [],
    group: text.slack?.group ?? null,
    mail: text.mail ?? [],
  };
}

function raciOf(row: RaciText): RaciRow {
  return {
    responsible: listOf(row.responsible),
    accountable: listOf(row.accountable),
    consulted: listOf(row.consulted),
    informed: listOf(row.informed),
  };
}

/** `CET` and the like have no rules of their own: they are shown as what they resolve to. */
function zoneOf(context: Context, name: string): string {
  const resolved = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  if (name !== 'UTC' && !name.includes('/')) {
    const message = `"${name}" is taken as ${resolved}`;
    tell(context, ['timezone'], {
      message,
      hint: 'write the IANA name of a place, for example Europe/Berlin',
      level: 'warning',
    });
  }
  return resolved;
}

function mapValues<I, O>(
  map: { readonly [key: string]: I } | undefined,
  of: (value: I, key: string) => O,
): { readonly [key: string]: O } {
  return Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key, of(value, key)]));
}
