import type { Product } from './model/product.ts';

/** The environment whose values hold where nothing names another. */
export const PRODUCTION = 'production';

/** What `byEnvironment` may change within one run. */
export const VARYING = ['vars', 'facts', 'templates', 'metrics'] as const satisfies (keyof Product)[];
export type Values = Pick<Product, (typeof VARYING)[number]>;

/** A product with the values that hold in one of its environments. */
export function inEnvironment(product: Product, environment: string): Product {
  return { ...product, ...product.elsewhere?.[environment] };
}

/** A product once for each of its environments whose values differ, its own first. */
export function everywhere(product: Product): readonly Product[] {
  return [product, ...Object.keys(product.elsewhere ?? {}).map(name => inEnvironment(product, name))];
}
