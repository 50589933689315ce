import { keyOf, mailsOf, usersOf } from '#src/domain/incident/paging.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';

/** What a call reaches of a role: somebody's phone, their direct messages, or nobody. */
export type Reach = 'phone' | 'direct' | 'nobody';

export function reachOf(run: IncidentRun, role: string): Reach {
  if (keyOf(run, role) !== null) return 'phone';
  return usersOf(run, [role]).length > 0 ? 'direct' : 'nobody';
}

/** Is there a way to these roles that needs no pager? */
export function hasSecondWay(run: IncidentRun, roles: readonly string[]): boolean {
  return usersOf(run, roles).length > 0 || mailsOf(run, roles).length > 0;
}
