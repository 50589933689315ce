import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';

/** A role with whoever holds it: `<@U…>` for people, `@handle` for a user group. */
export type Party = { readonly role: string; readonly title: string; readonly people: readonly string[] };

export function partiesOf({ product }: ReleaseRunbook, roles: readonly string[]): readonly Party[] {
  return roles.map(role => {
    const found = product.roles[role];
    if (!found) return { role, title: role === 'initiator' ? 'Whoever starts it' : role, people: [] };
    const people = found.users.map(user => `<@${user}>`);
    return { role, title: found.title, people: found.group === null ? people : [...people, `@${found.group}`] };
  });
}
