import { BOT } from '#src/domain/actor.ts';
import { PRODUCT } from '#src/domain/decide.ts';
import { defineProduct } from '#src/domain/product/define.ts';
import type { Engine } from '#src/engine/engine.ts';
import type { Store } from '#src/ports/store.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { productOf } from '#src/runbook/product-of.ts';
import { drillsOf } from '#src/runbook/resolve.ts';

type Parts = { readonly engine: Engine; readonly store: Store; readonly loaded: Loaded };

/**
 * Tells each product what its files say now; the same as before changes nothing. One whose files are wrong goes on as it
 * was, and of one that is gone no drill is asked for any more.
 */
export async function defineProducts({ engine, store, loaded }: Parts): Promise<void> {
  for (const one of loaded.products) {
    const product = one.startable ? productOf(one) : null;
    if (product === null) continue;
    const definition = defineProduct(product, drillsOf(one.drills));
    await engine.handle(`${PRODUCT}${one.name}`, { actor: BOT, type: 'product-define', definition });
  }
  const names = loaded.products.map(one => one.name);
  for (const { stream, product } of await store.runs({ kind: 'product' }))
    if (!names.includes(product)) await engine.handle(stream, { actor: BOT, type: 'product-gone' });
}
