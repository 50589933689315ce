import { usersOf } from '#src/domain/incident/paging.ts';
import type { Concerned } from '#src/domain/incident/service.ts';
import { serviceOwner } from '#src/domain/incident/service.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { inert, mention } from './escape.ts';

/** `Platform/SRE, the owner of the service (Search team)`; the owner only where another role is meant. Escaped. */
export function roleWords(concerned: Concerned, roles: readonly string[]): string {
  const owner = serviceOwner(concerned);
  const once = roles.filter(role => role !== 'service-owner' || owner === null || !roles.includes(owner));
  return once.length === 0 ? 'nobody' : once.map(role => inert(named(concerned, role))).join(', ');
}

function named(concerned: Concerned, role: string): string {
  const name = roleName(concerned.runbook, role);
  const owner = role === 'service-owner' ? serviceOwner(concerned) : null;
  return owner === null ? name : `${name} (${roleName(concerned.runbook, owner)})`;
}

/** A role as people know it. Not escaped. */
export function roleName(runbook: Pick<IncidentRunbook, 'product'>, role: string): string {
  return GIVEN[role] ?? runbook.product.roles[role]?.title ?? role;
}

/** Roles an incident gives. */
export const GIVEN: { readonly [role: string]: string } = {
  commander: 'the commander',
  deputy: 'the deputy',
  'service-owner': 'the owner of the service',
  initiator: 'whoever declared it',
};

/** `Platform/SRE <@U1>`: a role with whoever holds it now. */
export function roleWithPeople(run: IncidentRun, role: string): string {
  const people = usersOf(run, [role]).map(mention).join(', ');
  const name = inert(roleName(run.runbook, role));
  return people === '' ? name : `${name} ${people}`;
}
