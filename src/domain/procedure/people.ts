import type { Fact } from '#src/domain/fact.ts';
import type { Run } from './state.ts';

/** Everybody of these roles, once, as they were looked up last; its captain is whoever leads it now. */
export function peopleOf(run: Run, roles: readonly string[]): readonly string[] {
  return [...new Set(roles.flatMap(role => (role === 'initiator' ? [leaderOf(run)] : (run.people[role] ?? []))))];
}

/** Who holds the role `initiator`: whoever started it; of a release, whoever took it over since. */
export function leaderOf(run: Run): string {
  return run.kind === 'release' ? run.captain : run.initiator;
}

/** Those of these roles that others may hold by now: whoever is on call, and the members of a group. */
export function lookedUp(run: Run, roles: readonly string[]): readonly string[] {
  const known = run.runbook.product.roles;
  return roles.filter(role => (known[role]?.onCall ?? known[role]?.group ?? null) !== null);
}

export function withPeople<R extends Run>(run: R, fact: Fact): R {
  if (fact.type !== 'people.looked-up') return run;
  const { people, unread } = fact.data;
  const still = Object.entries(run.unread).filter(([role]) => people[role] === undefined);
  return { ...run, people: { ...run.people, ...people }, unread: { ...Object.fromEntries(still), ...unread } };
}
