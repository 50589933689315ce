import type { Run } from './state.ts';

/** Everybody of these roles, once, as they were when the run started; its captain is whoever leads it now. */
export function peopleOf(run: Run, roles: readonly string[]): readonly string[] {
  return [...new Set(roles.flatMap(role => (role === 'initiator' ? [leaderOf(run)] : (run.people[role] ?? []))))];
}

/** Who holds the role `initiator`: whoever started it; of a release, whoever took it over since. */
export function leaderOf(run: Run): string {
  return run.kind === 'release' ? run.captain : run.initiator;
}
