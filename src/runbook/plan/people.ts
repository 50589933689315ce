import type { Runbook } from '#src/domain/runbook/model/runbook.ts';

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
