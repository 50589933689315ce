import { BOT } from '#src/domain/actor.ts';
import type { Calendar } from '#src/domain/policy/calendar/closures.ts';
import { calendarOf } from '#src/domain/release/calendar/bound.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { endedIn, freezesIn, freezesOf, type SetFreeze } from '#src/domain/system-facts.ts';
import type { Engine } from '#src/engine/engine.ts';
import { SYSTEM } from '#src/engine/system.ts';
import type { Store } from '#src/ports/store.ts';

/** Open releases of all products that are told of a freeze. */
const OPEN_MAX = 1_000;

/** The freezes set in Slack for a product. */
export async function freezesSet(store: Store, product: string): Promise<readonly SetFreeze[]> {
  return freezesIn(await systemRow(store)).filter(one => one.product === product);
}

/** A product's calendar with the freezes that stand now. */
export async function calendarNow(store: Store, product: Product): Promise<Calendar> {
  return calendarOf(product, freezesOf(await systemRow(store), product.name));
}

/**
 * Tells every open release the freezes that stand now, and the products themselves; who knows them already lets it pass. Done after each change and
 * at each start of the bot, so that a crash between the two is made good; `told` is what changed, and by whom.
 */
export async function tellFreezes(
  engine: Engine,
  store: Store,
  told: { readonly says: string; readonly by: string | null },
): Promise<void> {
  const facts = await systemRow(store);
  for (const run of await store.runs({ kind: 'release', open: true, limit: OPEN_MAX }))
    await engine.handle(run.stream, {
      actor: BOT,
      type: 'freezes-told',
      freezes: freezesOf(facts, run.product),
      ...told,
    });
  for (const { stream, product } of await store.runs({ kind: 'product' }))
    await engine.handle(stream, {
      actor: BOT,
      type: 'freezes-stand',
      standing: freezesIn(facts).filter(one => one.product === product),
      ended: endedIn(facts).filter(one => one.product === product),
    });
}

async function systemRow(store: Store) {
  return (await store.run(SYSTEM))?.facts ?? {};
}
