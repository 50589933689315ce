import { leaderOf } from '#src/domain/procedure/people.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { inert, mention } from './escape.ts';
import { roleWithPeople } from './incident-roles.ts';

/** `Release manager <@U1>`: a role with the people who held it when the run started. */
export function sayRole(run: Run, role: string): string {
  if (run.kind === 'incident') return roleWithPeople(run, role);
  const people = peopleOf(run, role).map(mention).join(', ');
  return people === '' ? inert(roleTitle(run, role)) : `${inert(roleTitle(run, role))} ${people}`;
}

export function sayRoles(run: Run, roles: readonly string[], word: 'and' | 'or' = 'or'): string {
  return roles.map(role => sayRole(run, role)).join(` ${word} `);
}

export function roleTitle(run: Run, role: string): string {
  return run.runbook.product.roles[role]?.title ?? given(run, role) ?? role;
}

/** Roles a run gives. A release has a captain from the start, and one from an incident may ask that one's commander. */
function given(run: Run, role: string): string | null {
  if (role === 'initiator') return run.kind === 'release' ? 'Captain' : 'Whoever started it';
  return role === 'commander' && run.kind === 'release' && run.incident !== null
    ? `the commander of ${run.incident}`
    : null;
}

export function peopleOf(run: Run, role: string): readonly string[] {
  if (role === 'initiator') return [leaderOf(run)];
  return run.people[role] ?? [];
}

/** Everybody of these roles, once. */
export function peopleOfAll(run: Run, roles: readonly string[]): readonly string[] {
  return [...new Set(roles.flatMap(role => peopleOf(run, role)))];
}
