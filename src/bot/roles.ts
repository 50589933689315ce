import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import type { RolesFound } from '#src/domain/procedure/commands.ts';
import type { Product, Role } from '#src/domain/runbook/model/product.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { Pager } from '#src/ports/pager.ts';

type Staffed = Pick<Product, 'name' | 'roles'>;

/** Who holds which role, asked now: listed people, the members of groups, and whoever is on call. */
export type Roles = {
  /** Roles of one person. A group Slack cannot tell counts for nobody. */
  of(product: Product, user: string): Promise<readonly string[]>;
  /** People of every role, to be asked and told. */
  people(product: Staffed): Promise<{ readonly [role: string]: readonly string[] }>;
  /** As `people`, of some roles, and with the reason where it cannot be found out, or where nobody has it now. */
  lookUp(product: Product, names: readonly string[]): Promise<RolesFound>;
  /** Who is on call now, in a sentence a role that is looked up. */
  onCall(product: Product): Promise<readonly { readonly role: string; readonly says: string }[]>;
};

export type RoleParts = {
  readonly chat: Chat;
  readonly pager: Pager;
  readonly clock: Clock;
  readonly log: Log;
};

/** `users`: whom Slack knows of them; null: nobody could be asked, for this reason, so the people listed are taken. */
type OnCallNow = { readonly users: readonly string[] | null; readonly says: string };

const LISTED = 'the people listed are taken';

/** On call changes by the hour; a press every second must not ask every time. */
const KEPT_MS = MINUTE;
/** A person waits for the answer; whoever does not say in time is not waited for. */
const WITHIN_MS = 800;
/** A question that is on its way to people may rest so long. */
const LOOK_UP_WITHIN_MS = 5_000;

export function createRoles({ chat, pager, clock, log }: RoleParts): Roles {
  const kept = new Map<string, { readonly at: Instant; readonly now: Promise<OnCallNow> }>();

  /** `strict`: where nobody is on call nobody has the role. Whoever must be told is told all the same: the people listed. */
  async function members(product: Staffed, name: string, strict: boolean): Promise<readonly string[]> {
    const role = product.roles[name];
    if (role === undefined) return [];
    if (role.onCall !== null) {
      const { users } = await onCallNow(role);
      if (users !== null && (users.length > 0 || strict)) return users;
    }
    if (role.group === null) return role.users;
    try {
      return [...new Set([...role.users, ...(await chat.groupMembers(role.group))])];
    } catch (cause) {
      // Fail closed: without the group nobody gains a right, and the log says why a captain was refused.
      log.warn(
        { product: product.name, role: name, group: role.group, err: cause },
        'members of a user group could not be read',
      );
      return role.users;
    }
  }

  async function onCallNow(role: Role, withinMs = WITHIN_MS): Promise<OnCallNow> {
    const key = JSON.stringify(role.onCall);
    const known = kept.get(key);
    if (known && clock.now() - known.at < KEPT_MS) return inTime(known.now, LATE, withinMs);
    const now = ask(role);
    kept.set(key, { at: clock.now(), now });
    return inTime(now, LATE, withinMs);
  }

  async function foundNow(product: Product, name: string): Promise<RolesFound[string]> {
    const role = product.roles[name];
    if (role === undefined) return { problem: 'the product has no such role' };
    if (role.onCall !== null) {
      const { users, says } = await onCallNow(role, LOOK_UP_WITHIN_MS);
      return users === null || users.length === 0 ? { problem: says } : { users };
    }
    if (role.group === null) return { users: role.users };
    const members = chat.groupMembers(role.group).catch(() => null);
    const group = await inTime(members, null, LOOK_UP_WITHIN_MS);
    if (group === null) return { problem: `Slack did not say who is in ${role.group}` };
    const users = [...new Set([...role.users, ...group])];
    return users.length === 0 ? { problem: `nobody is in ${role.group}` } : { users };
  }

  async function ask(role: Role): Promise<OnCallNow> {
    try {
      const people = await pager.onCall(role.onCall ?? { schedule: null, policy: null });
      if (people === 'cannot-ask') return { users: null, says: 'PagerDuty cannot be asked' };
      const users = await Promise.all(people.map(one => (one.email === null ? null : chat.userByEmail(one.email))));
      const names = people.map((one, index) =>
        users[index] ? `<@${users[index]}>` : `${one.name} (not found in Slack)`,
      );
      const says = people.length === 0 ? 'PagerDuty names nobody' : names.join(', ');
      return { users: users.filter(user => user !== null), says };
    } catch (cause) {
      log.warn({ role: role.title, err: cause }, 'who is on call could not be looked up');
      return { users: null, says: 'PagerDuty or Slack did not say' };
    }
  }

  async function holders(product: Staffed, strict: boolean): Promise<{ readonly [role: string]: readonly string[] }> {
    const names = Object.keys(product.roles);
    const lists = await Promise.all(names.map(role => members(product, role, strict)));
    return Object.fromEntries(names.map((role, index) => [role, lists[index] ?? []]));
  }

  return {
    people: product => holders(product, false),
    async of(product, user) {
      const all = await holders(product, true);
      return Object.keys(all).filter(role => all[role]?.includes(user));
    },
    async lookUp(product, names) {
      const found = await Promise.all(names.map(async name => [name, await foundNow(product, name)] as const));
      return Object.fromEntries(found);
    },
    async onCall(product) {
      const looked = Object.values(product.roles).filter(role => role.onCall !== null);
      return Promise.all(
        looked.map(async role => {
          const { users, says } = await onCallNow(role);
          return { role: role.title, says: users === null ? `${says}; ${LISTED}` : says };
        }),
      );
    },
  };
}

const LATE: OnCallNow = { users: null, says: 'PagerDuty did not say in time' };

function inTime<T>(asked: Promise<T>, late: T, withinMs: number): Promise<T> {
  const end = new Promise<T>(resolve => setTimeout(resolve, withinMs, late).unref());
  return Promise.race([asked, end]);
}
