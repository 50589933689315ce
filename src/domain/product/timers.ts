import type { Timers } from '#src/domain/procedure/timers.ts';
import type { ProductStream } from './state.ts';

/** When a product must be looked at again, as a function of its state. */
export function productTimers({ lookAt }: ProductStream): Timers {
  return lookAt === null ? {} : { look: { at: lookAt, policy: 'catch-up' } };
}
