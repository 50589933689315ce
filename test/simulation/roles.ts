import type { Roles } from '#src/bot/roles.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';

/** Who holds each role, as the product's file says; nobody has to be asked, so nobody is late. */
export const ROLES: Roles = {
  people: async product => holders(product),
  of: async (product, user) =>
    Object.entries(holders(product)).flatMap(([role, users]) => (users.includes(user) ? [role] : [])),
  // The provider names nobody: those listed are asked, and it is said.
  lookUp: async (_, roles) => Object.fromEntries(roles.map(role => [role, { problem: 'nobody is on call' }])),
  onCall: async () => [],
};

function holders({ roles }: Pick<Product, 'roles'>): { readonly [role: string]: readonly string[] } {
  return Object.fromEntries(Object.entries(roles).map(([role, { users }]) => [role, users]));
}
