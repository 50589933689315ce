import { createHash } from 'node:crypto';
import { MINUTE } from '#src/base/time.ts';
import type { Directory, PolicySeed, ScheduleSeed, ServiceSeed } from '#src/fakes/pagerduty/options.ts';
import type { Company } from './company.ts';
import { type ProductFile, peopleOf } from './product-file.ts';

export type PagerAccount = {
  readonly directory: Directory;
  /** Routing keys by the variable a product names. */
  readonly keys: { readonly [variable: string]: string };
  /** Slack's id of whoever has this phone. */
  readonly holders: ReadonlyMap<string, string>;
};

/** Nobody further is rung by PagerDuty itself: whom to call next is what the runbooks are there for. */
const LEVEL_MS = 5 * MINUTE;

/**
 * The account the products expect: their schedules and policies, and a service behind each routing key they name. People
 * have the mail addresses that Slack knows them by.
 */
export function pagerAccountOf(files: readonly ProductFile[], { users }: Company): PagerAccount {
  const schedules = files.flatMap(schedulesOf);
  const lines = files.flatMap(linesOf);
  const variables = [...new Set(lines.map(one => one.variable))];
  const services = variables.map((variable): ServiceSeed & { targets: readonly string[] } => {
    const mine = lines.filter(one => one.variable === variable);
    return {
      id: idOf('PS', variable),
      name: [...new Set(mine.map(one => one.title))].join(' and '),
      routingKey: createHash('sha256').update(variable).digest('hex').slice(0, 32),
      policy: idOf('PE', variable),
      targets: [...new Set(mine.flatMap(one => one.targets))],
    };
  });
  return {
    directory: {
      users: users.map(one => ({ id: phoneOf(one.id), name: one.real_name ?? one.name, email: one.email ?? '' })),
      schedules,
      policies: [
        ...services.map(one => policy(one.policy, one.name, one.targets)),
        ...files.flatMap(namedPolicies),
        // PagerDuty knows nobody on call for a schedule that no policy names.
        ...schedules
          .filter(one => !services.some(service => service.targets.includes(one.id)))
          .map(one => policy(idOf('PE', one.id), one.name, [one.id])),
      ],
      services: services.map(({ targets: _, ...service }) => service),
    },
    keys: Object.fromEntries(services.map((one, nth) => [variables[nth] ?? '', one.routingKey])),
    holders: new Map(users.map(one => [phoneOf(one.id), one.id])),
  };
}

/** `U0ONCALL` -> `PU0ONCALL`. */
function phoneOf(user: string): string {
  return `P${user}`;
}

function idOf(kind: string, variable: string): string {
  return `${kind}${createHash('sha256').update(variable).digest('hex').slice(0, 8).toUpperCase()}`;
}

function policy(id: string, name: string, targets: readonly string[]): PolicySeed {
  return { id, name, levels: [{ targets, delayMs: LEVEL_MS }] };
}

function onCallRoles(file: ProductFile) {
  return Object.entries(file.roles).filter(([, role]) => role.pagerduty !== undefined);
}

function schedulesOf(file: ProductFile): ScheduleSeed[] {
  return onCallRoles(file).flatMap(([name, role]) => {
    const onCall = peopleOf(name, role).map(user => ({ user: phoneOf(user), until: null }));
    const title = `${file.title ?? file.name}: ${role.title ?? name}`;
    return role.pagerduty?.schedule === undefined ? [] : [{ id: role.pagerduty.schedule, name: title, onCall }];
  });
}

function namedPolicies(file: ProductFile): PolicySeed[] {
  return onCallRoles(file).flatMap(([name, role]) => {
    const id = role.pagerduty?.policy;
    return id === undefined ? [] : [policy(id, role.title ?? name, peopleOf(name, role).map(phoneOf))];
  });
}

type Line = { readonly variable: string; readonly title: string; readonly targets: readonly string[] };

/** The key of a service rings whoever is on call for its product; that of a role rings its people. */
function linesOf(file: ProductFile): Line[] {
  const onCall = onCallRoles(file).flatMap(([name, role]) =>
    role.pagerduty?.schedule === undefined ? peopleOf(name, role).map(phoneOf) : [role.pagerduty.schedule],
  );
  const services = Object.values(file.services).flatMap(({ pager }) =>
    pager === undefined ? [] : [{ variable: pager, title: file.title ?? file.name, targets: onCall }],
  );
  const roles = Object.entries(file.roles).flatMap(([name, role]) =>
    role.pager === undefined
      ? []
      : [{ variable: role.pager, title: role.title ?? name, targets: peopleOf(name, role).map(phoneOf) }],
  );
  return [...services, ...roles];
}
