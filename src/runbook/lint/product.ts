import { suggest } from '#src/base/nearest.ts';
import { namesOf } from '#src/domain/measure/required-env.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { type Context, tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { INITIATOR, OF_INCIDENTS } from './known.ts';
import { lintUnit } from './units.ts';

const BUILT_IN = [INITIATOR, ...OF_INCIDENTS];

/** What product.yml says about itself, whichever release runs. */
export function lintProduct(context: Context, product: Product): void {
  const roles = [...Object.keys(product.roles), INITIATOR];
  const known = (path: Path, what: string, name: string, names: readonly string[]) => {
    if (!names.includes(name))
      tell(context, path, { message: `there is no ${what} "${name}"`, hint: suggest(name, names) });
  };
  for (const name of BUILT_IN.filter(one => Object.hasOwn(product.roles, one))) {
    const hint = 'choose another name; this one means whoever it is in the run';
    tell(context, ['roles', name], { message: `the role "${name}" is built in`, hint });
  }
  for (const [activity, row] of Object.entries(product.raci)) {
    for (const [part, names] of Object.entries(row)) {
      for (const name of names) known(['raci', activity, part], 'role', name, roles);
      if (part === 'informed' || part === 'consulted') continue;
      for (const name of names) lintMembers(context, product, { name, path: ['raci', activity, part] });
    }
  }
  for (const [name, environment] of Object.entries(product.environments)) {
    if (environment.channel !== null)
      known(['environments', name, 'channel'], 'channel', environment.channel, Object.keys(product.channels));
  }
  for (const [name, service] of Object.entries(product.services)) {
    if (service.owner !== '') known(['services', name, 'owner'], 'role', service.owner, roles);
  }
  for (const [name, fact] of Object.entries(product.facts)) {
    if (fact.kind === 'asked') known(['facts', name, 'role'], 'role', fact.role, roles);
  }
  for (const [environment, wanted] of Object.entries(product.requiredEnv)) {
    known(['requiredEnv', environment], 'environment', environment, Object.keys(product.environments));
    const program = wanted.from[0];
    if (program !== undefined)
      known(['requiredEnv', environment, 'from'], 'executable', program, Object.keys(product.executables));
    if (namesOf(wanted).length === 0) {
      tell(context, ['requiredEnv', environment], {
        message: `no variable of "${environment}" is named, so a check of them would say nothing`,
        hint: 'add set: [NAME], equal: { NAME: value } or contain: { NAME: part }',
      });
    }
  }
  for (const [name, metric] of Object.entries(product.metrics)) {
    if (metric.source.kind === 'probe') continue;
    lintUnit(context, metric);
    lintFailures(context, metric);
    for (const [index, limit] of metric.limits.entries()) {
      if (limit.condition.kind !== 'failing') continue;
      tell(context, ['metrics', name, 'limits', index], {
        message: `"failing" on "${name}", which is no probe`,
        hint: 'compare it with above or below',
      });
    }
  }
}

/** Only a probe fails by itself; a figure that is compared with nothing would pass whatever it says. */
function lintFailures(context: Context, { name, limits }: Metric): void {
  const index = limits.findIndex(limit => limit.condition.kind === 'failures');
  if (index < 0 || limits.some(({ condition }) => condition.kind === 'above' || condition.kind === 'below')) return;
  tell(context, ['metrics', name, 'limits', index, 'failures'], {
    message: `"${name}" can never fail: nothing says what its figure may be`,
    hint: 'add a limit with above or below beside it; failures counts readings over one in a row',
  });
}

function lintMembers(context: Context, product: Product, { name, path }: { name: string; path: Path }): void {
  const role = product.roles[name];
  if (!role || role.users.length > 0 || role.group !== null) return;
  tell(context, path, {
    message: `the role "${name}" has to act here and has no members in Slack`,
    hint: 'add slack: { users: [...] } to it',
  });
}
