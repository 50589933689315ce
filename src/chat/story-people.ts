import type { Run } from '#src/domain/procedure/state.ts';
import { inert, mention } from './escape.ts';
import type { Told } from './told.ts';
import { roleTitle } from './who.ts';

/** Others hold a role by now, or nobody could say who does. */
export function peopleLookedUp(run: Run, { data }: Told<'people.looked-up'>): string {
  const title = (role: string) => inert(roleTitle(run, role));
  const changed = Object.entries(data.people).map(
    ([role, users]) => `${title(role)} is ${users.map(mention).join(', ')} now.`,
  );
  const unread = Object.entries(data.unread).map(
    ([role, why]) => `${title(role)} could not be looked up (${inert(why)}), so whoever it was last is asked.`,
  );
  return `👥 ${[...changed, ...unread].join(' ')}`;
}
