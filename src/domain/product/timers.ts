import type { Timer, Timers } from '#src/domain/procedure/timers.ts';
import { beginOf, endOf } from './freezes.ts';
import type { ProductStream } from './state.ts';

export const LOOK = 'look';
/** Both with its number. */
export const FREEZE_BEGINS = 'freeze-begins:';
export const FREEZE_OVER = 'freeze-over:';

/** When a product must be looked at again, as a function of its state. */
export function productTimers(product: ProductStream): Timers {
  const { lookAt, freezes } = product;
  const timers: { [name: string]: Timer } = {};
  if (lookAt !== null) timers[LOOK] = { at: lookAt, policy: 'catch-up' };
  for (const [id, freeze] of Object.entries(freezes)) {
    if (!freeze.stands) continue;
    if (!freeze.begun) timers[`${FREEZE_BEGINS}${id}`] = { at: beginOf(freeze, product), policy: 'catch-up' };
    timers[`${FREEZE_OVER}${id}`] = { at: endOf(freeze, product), policy: 'catch-up' };
  }
  return timers;
}
