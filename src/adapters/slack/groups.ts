import { z } from 'zod';
import { type Instant, MINUTE } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Call } from './call.ts';

/** usergroups.list allows 20 calls a minute. */
const CACHE_MS = MINUTE;

export const Groups = z.object({
  usergroups: z.array(z.object({ id: z.string(), handle: z.string(), users: z.array(z.string()).default([]) })),
});
export type Groups = z.infer<typeof Groups>;

/** Members of user groups: one list serves all groups for a minute. */
export function createGroups(call: Call, clock: Clock) {
  let held: { readonly groups: Groups; readonly until: Instant } | null = null;

  async function list(): Promise<Groups> {
    if (held && clock.now() < held.until) return held.groups;
    const groups = await call('usergroups.list', { include_users: true }, Groups);
    held = { groups, until: clock.now() + CACHE_MS };
    return groups;
  }

  /** Throws `chat.failed` when there is no such group, or when Slack cannot say. */
  return async (wanted: string): Promise<readonly string[]> => {
    const name = wanted.replace(/^@/, '');
    const group = (await list()).usergroups.find(one => one.id === name || one.handle === name);
    if (group) return group.users;
    throw new GonogoError('chat.failed', `Slack knows no user group ${name}. Check the handle in product.yml.`);
  };
}
