import { z } from 'zod';
import { sha256 } from '#src/base/id.ts';
import { MINUTE } from '#src/base/time.ts';
import type { Person } from '#src/chat/incoming.ts';
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
    is_workflow_bot: z.boolean().optional(),
    is_connector_bot: z.boolean().optional(),
    is_invited_user: z.boolean().optional(),
    profile: z.object({ email: z.string().nullish() }).optional(),
    enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  }),
});
export type UserInfo = z.infer<typeof UserInfo>;

/** Standing, and the person behind the account where Slack tells the mail address. */
export type Known = Pick<Person, 'standing' | 'principal'>;

export type People = { who(person: { readonly team: string; readonly user: string }): Promise<Known> };

/** Who somebody is to this workspace, from users.info. Never throws and never takes long: then it is `unknown`. */
export function createPeople(parts: {
  call: Call;
  identity: BotIdentity;
  clock: Clock;
  after: After;
  log: Log;
}): People {
  const { call, identity, clock, after, log } = parts;
  const cache = createCache<Known>({ clock, keepMs: CACHE_MS });

  async function ask(user: string, ours: string): Promise<Known> {
    const info = await call('users.info', { user }, UserInfo);
    const known = { standing: standingOf(info, ours), ...principalOf(info) };
    cache.set(user, known);
    return known;
  }

  return {
    async who({ team, user }) {
      const ours = identity.current()?.team_id;
      if (ours === undefined) return UNKNOWN;
      if (team !== ours) return { standing: 'stranger' };
      const held = cache.get(user);
      if (held) return held.value;
      // A late answer still lands in the cache, so that "press again" works at once.
      const asked = ask(user, ours).catch((error: unknown): Known => {
        log.warn({ err: error, user }, 'slack did not say who a person is');
        return UNKNOWN;
      });
      return (await within(after, ANSWER_WITHIN_MS, asked)) ?? UNKNOWN;
    },
  };
}

const UNKNOWN: Known = { standing: 'unknown' };

/** Two accounts of one mail address are one person. The address itself goes nowhere. */
function principalOf({ user }: UserInfo): Pick<Known, 'principal'> {
  const mail = user.profile?.email?.trim().toLowerCase() ?? '';
  return mail === '' ? {} : { principal: sha256(`mail of a person|${mail}`).slice(0, 16) };
}

/** Who Slack says that somebody is, to the workspace `ours`. */
export function standingOf({ user }: UserInfo, ours: string): Standing {
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.is_workflow_bot || user.is_connector_bot) return 'bot';
  const home = user.team_id ?? ours;
  // On Enterprise Grid a member of this workspace may have their home in another one.
  if (user.is_stranger || (home !== ours && !user.enterprise_user?.teams?.includes(ours))) return 'stranger';
  if (user.is_restricted || user.is_ultra_restricted || user.is_invited_user) return 'guest';
  return 'full';
}
