import { GonogoError } from '#src/errors.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';

export type Words = { readonly what: string; readonly product: string | undefined };

/**
 * What is meant of which product: `minor shop` as in Slack, or `shop minor`; the product may be left out where there is one.
 * Throws `runbook.invalid` with the products there are.
 */
export function chosen(
  products: readonly LoadedProduct[],
  folder: string,
  { what, product: name }: Words,
): { readonly product: LoadedProduct; readonly what: string } {
  const named = (word: string | undefined) => products.find(one => one.name === word);
  const only = name === undefined && products.length === 1 ? products[0] : undefined;
  const product = only ?? named(name);
  if (product) return { product, what };
  const turned = named(what);
  if (turned && name !== undefined) return { product: turned, what: name };
  const names = products.map(one => one.name).join(', ');
  throw new GonogoError('runbook.invalid', `Name the product: ${names === '' ? `${folder} holds none` : names}.`);
}
