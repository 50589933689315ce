import type { DrillInfo } from '#src/domain/runbook/model/drill.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { USUAL } from '#src/domain/workdays.ts';
import type { ProductDefinition } from './state.ts';

/** What the stream of a product has to know of its files. */
export function defineProduct(product: Product, drills: readonly DrillInfo[]): ProductDefinition {
  const { name, title, timezone, channels, roles, calendar } = product;
  return { name, title, timezone, channels, roles, workdays: calendar.workdays ?? USUAL, drills };
}
