import type { Product, Role } from '#src/domain/runbook/model/product.ts';

/** A role with the name people find it by: `valero: release-manager`. */
export type NamedRole = { readonly name: string; readonly role: Role };

export function rolesOf(products: readonly Product[]): readonly NamedRole[] {
  return products.flatMap(product =>
    Object.entries(product.roles).map(([name, role]) => ({ name: `${product.name}: ${name}`, role })),
  );
}
