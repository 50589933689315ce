import type { Product } from '#src/domain/runbook/model/product.ts';
import type { LoadedProduct } from './load-product.ts';

/** The product as its runbooks see it: people, channels, pagers. Null: none of its runbooks loads. */
export function productOf(loaded: LoadedProduct): Product | null {
  return (
    (loaded.incident ?? loaded.releases[0]?.variants[0]?.runbook ?? loaded.drills[0]?.runbook ?? loaded.alerts)
      ?.product ?? null
  );
}
