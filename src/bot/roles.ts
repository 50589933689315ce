import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';

/** Who holds which role, asked now: listed people and the members of groups. */
export type Roles = {
  /** Roles of one person. A group Slack cannot tell counts for nobody. */
  of(product: Product, user: string): Promise<readonly string[]>;
  /** People of every role. */
  people(product: Product): Promise<{ readonly [role: string]: readonly string[] }>;
};

export function createRoles(chat: Chat, log: Log): Roles {
  async function members(product: Product, role: string): Promise<readonly string[]> {
    const { users, group } = product.roles[role] ?? { users: [], group: null };
    if (group === null) return users;
    try {
      return [...new Set([...users, ...(await chat.groupMembers(group))])];
    } catch (cause) {
      // Fail closed: without the group nobody gains a right, and the log says why a captain was refused.
      log.warn({ product: product.name, role, group, err: cause }, 'members of a user group could not be read');
      return users;
    }
  }
  async function people(product: Product): Promise<{ readonly [role: string]: readonly string[] }> {
    const names = Object.keys(product.roles);
    const lists = await Promise.all(names.map(role => members(product, role)));
    return Object.fromEntries(names.map((role, index) => [role, lists[index] ?? []]));
  }
  return {
    people,
    async of(product, user) {
      const all = await people(product);
      return Object.keys(all).filter(role => all[role]?.includes(user));
    },
  };
}
