import type { ReleaseRunbook, Runbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';

const BUILT_IN: { readonly [role: string]: string } = {
  initiator: 'Whoever starts it',
  commander: 'Whoever leads it',
  'service-owner': 'The owner of the service',
};

/** A role with whoever holds it: `<@U…>` for people, `@handle` for a user group. */
export type Party = { readonly role: string; readonly title: string; readonly people: readonly string[] };

export function partiesOf({ product }: Pick<Runbook, 'product'>, roles: readonly string[]): readonly Party[] {
  return roles.map(role => {
    const found = product.roles[role];
    if (!found) return { role, title: BUILT_IN[role] ?? role, people: [] };
    const people = found.users.map(user => `<@${user}>`);
    return { role, title: found.title, people: found.group === null ? people : [...people, `@${found.group}`] };
  });
}

/** `DevOps <@U1>, QA <@U2>` */
export function sayWho(who: readonly Party[]): string {
  if (who.length === 0) return 'nobody named';
  return who.map(party => [party.title, ...party.people].join(' ')).join(', ');
}

/** `DevOps, QA`: who has these roles stands once, at the head of the plan. */
export function sayRoles(who: readonly Party[]): string {
  return who.length === 0 ? 'nobody named' : who.map(party => party.title).join(', ');
}

/** How a plan of this kind names a role in a line: that of a release has everybody at its head. */
export function sayIn({ kind }: Runbook): typeof sayWho {
  return kind === 'release' ? sayRoles : sayWho;
}

/** Everybody a release asks, once, in the order they come; roles nobody is listed for are left out. */
export function peopleOf(runbook: ReleaseRunbook): readonly Party[] {
  const { phases, rollback } = runbook;
  const running = phases.filter(phase => phase.off === null);
  const steps = [...running.flatMap(phase => phase.steps), ...(rollback?.steps ?? []), ...runbook.finally];
  const roles = [
    ...running.flatMap(phase => [...phase.roles, ...itemRoles(phase.checkpoint?.items ?? [])]),
    ...steps.filter(step => step.off === null).flatMap(rolesOf),
    ...itemRoles(rollback?.checkpoint?.items ?? []),
  ];
  return partiesOf(runbook, [...new Set(roles)]).filter(party => party.people.length > 0);
}

function rolesOf(step: Step): readonly string[] {
  const asked = step.verb === 'approve' ? [...Object.keys(step.quorum), ...step.anyOf] : [];
  return [...step.roles, ...asked, ...(step.verb === 'checklist' ? itemRoles(step.items) : [])];
}

function itemRoles(items: readonly { readonly role: string | null }[]): readonly string[] {
  return items.flatMap(item => item.role ?? []);
}

/** Whoever stands there most often; of several the first. */
export function commonest(all: readonly (readonly Party[])[]): readonly Party[] {
  const count = (who: readonly Party[]) => all.filter(one => sayRoles(one) === sayRoles(who)).length;
  return all.reduce((best, one) => (count(one) > count(best) ? one : best), all[0] ?? []);
}
