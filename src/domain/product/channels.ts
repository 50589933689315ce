import type { Product } from '#src/domain/runbook/model/product.ts';

/** Where it is said which drills are overdue; null: nowhere. */
export function channelForDrills({ channels }: Pick<Product, 'channels'>): string | null {
  return channels['drills'] ?? channels['releases'] ?? channels['incidents'] ?? null;
}
