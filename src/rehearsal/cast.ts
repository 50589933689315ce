import type { Actor } from '#src/domain/actor.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';

/** Everybody who holds a role, by role. Of a user group, and of whoever is on call, one stand-in takes part. */
export type Cast = { readonly [role: string]: readonly string[] };

export function castOf(product: Pick<Product, 'roles'>): Cast {
  return Object.fromEntries(
    Object.entries(product.roles).map(([name, { users, group, onCall }]) => {
      const standIns = [...(group === null ? [] : [`group:${group}`]), ...(onCall === null ? [] : [`on-call:${name}`])];
      return [name, users.length > 0 ? users : standIns];
    }),
  );
}

/** Somebody with every role they hold. */
export function actorOf(cast: Cast, user: string): Actor & { kind: 'person' } {
  const roles = Object.keys(cast).filter(role => cast[role]?.includes(user));
  return { kind: 'person', team: 'rehearsal', user, standing: 'full', roles };
}

/** The first who holds one of these roles, and is none of those; null: nobody does. */
export function somebody(cast: Cast, roles: readonly string[], but: readonly string[] = []): string | null {
  return roles.flatMap(role => cast[role] ?? []).find(user => !but.includes(user)) ?? null;
}
