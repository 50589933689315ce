import { BOT } from '#src/domain/actor.ts';
import { defineAlerts as defined, noAlerts } from '#src/domain/alerts/define.ts';
import type { AlertDefinition } from '#src/domain/alerts/state.ts';
import { ALERTS } from '#src/domain/decide.ts';
import type { Engine } from '#src/engine/engine.ts';
import { GonogoError } from '#src/errors.ts';
import type { Store } from '#src/ports/store.ts';
import type { Loaded } from '#src/runbook/load.ts';

type Parts = {
  readonly engine: Engine;
  readonly store: Store;
  readonly loaded: Loaded;
  /** How long the pager's provider is given before somebody looks whether a page rings. */
  readonly settleMs: number;
  /** How long a sender of alerts may say nothing about what it said fires. */
  readonly silentAfterMs: number;
};

/** More products than one bot serves. */
const PRODUCTS_MAX = 1_000;

/**
 * Tells the alerts of each product what its files say now; the same as before changes nothing. A product whose files are
 * wrong goes on as it was; one without alerts costs nothing, and what it measured before is let go.
 */
export async function defineAlerts({ engine, store, loaded, settleMs, silentAfterMs }: Parts): Promise<void> {
  const define = (product: string, definition: AlertDefinition) =>
    engine.handle(`${ALERTS}${product}`, { actor: BOT, type: 'alerts-define', definition, settleMs, silentAfterMs });
  for (const { name, startable, alerts } of loaded.products)
    if (startable && alerts) await define(name, defined(alerts));
  const now = new Map(loaded.products.map(one => [one.name, one]));
  for (const { product } of await store.runs({ kind: 'alerts', limit: PRODUCTS_MAX })) {
    const found = now.get(product);
    const before = await engine.alerts(product).catch(leaveUnreadable);
    if (before && (found === undefined || (found.startable && found.alerts === null)))
      await define(product, noAlerts(before.definition));
  }
}

/** What a newer gonogo wrote stays as it is until that one is back. */
function leaveUnreadable(cause: unknown): null {
  if (cause instanceof GonogoError && cause.code === 'stream.unreadable') return null;
  throw cause;
}
