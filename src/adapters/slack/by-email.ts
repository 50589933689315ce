import { z } from 'zod';
import { MINUTE } from '#src/base/time.ts';
import type { Clock } from '#src/ports/clock.ts';
import { createCache } from './cache.ts';
import type { Call } from './call.ts';
import { refusalWord } from './failures.ts';

/** Who has which address changes when people join and leave; asked at every page it would be asked too often. */
const CACHE_MS = 10 * MINUTE;

const Found = z.object({ user: z.object({ id: z.string(), deleted: z.boolean().optional() }) });

/** Slack's users by mail address. */
export function createByEmail(call: Call, clock: Clock) {
  const cache = createCache<string | null>({ clock, keepMs: CACHE_MS });

  async function ask(email: string): Promise<string | null> {
    try {
      const { user } = await call('users.lookupByEmail', { email }, Found);
      return user.deleted ? null : user.id;
    } catch (error) {
      if (refusalWord(error) === 'users_not_found') return null;
      throw error;
    }
  }

  /** Null: nobody has it, or nobody who is still here. Throws `chat.failed` when Slack cannot say. */
  return async (address: string): Promise<string | null> => {
    const email = address.trim().toLowerCase();
    const held = cache.get(email);
    if (held) return held.value;
    const user = await ask(email);
    cache.set(email, user);
    return user;
  };
}
