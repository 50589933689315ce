import { z } from 'zod';
import { MINUTE } from '#src/base/time.ts';
import type { Standing } from '#src/domain/actor.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import { type After, within } from './after.ts';
import { createCache } from './cache.ts';
import type { Call } from './call.ts';
import type { BotIdentity } from './identity.ts';

/** Of the 3 s a press has, so much may go into asking who pressed. */
const ANSWER_WITHIN_MS = 800;
/** Somebody deactivated can act this much longer at most. */
const CACHE_MS = MINUTE;

export const UserInfo = z.object({
  user: z.object({
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  }),
});
export type UserInfo = z.infer<typeof UserInfo>;

export type People = { standing(person: { readonly team: string; readonly user: string }): Promise<Standing> };

/** Who somebody is to this workspace, from users.info. Never throws and never takes long: then it is `unknown`. */
export function createPeople(parts: {
  call: Call;
  identity: BotIdentity;
  clock: Clock;
  after: After;
  log: Log;
}): People {
  const { call, identity, clock, after, log } = parts;
  const cache = createCache<Standing>({ clock, keepMs: CACHE_MS });

  async function ask(user: string, ours: string): Promise<Standing> {
    const standing = standingOf(await call('users.info', { user }, UserInfo), ours);
    cache.set(user, standing);
    return standing;
  }

  return {
    async standing({ team, user }) {
      const ours = identity.current()?.team_id;
      if (ours === undefined) return 'unknown';
      if (team !== ours) return 'stranger';
      const held = cache.get(user);
      if (held) return held.value;
      // A late answer still lands in the cache, so that "press again" works at once.
      const asked = ask(user, ours).catch((error: unknown): Standing => {
        log.warn({ err: error, user }, 'slack did not say who a person is');
        return 'unknown';
      });
      return (await within(after, ANSWER_WITHIN_MS, asked)) ?? 'unknown';
    },
  };
}

/** Who Slack says that somebody is, to the workspace `ours`. */
export function standingOf({ user }: UserInfo, ours: string): Standing {
  if (user.deleted) return 'deactivated';
  if (user.is_bot) return 'bot';
  const home = user.team_id ?? ours;
  // On Enterprise Grid a member of this workspace may have their home in another one.
  if (user.is_stranger || (home !== ours && !user.enterprise_user?.teams?.includes(ours))) return 'stranger';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  return 'full';
}
