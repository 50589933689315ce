import type { GroupSeen, SlackInspector, TokenSeen } from '#src/adapters/slack/inspect.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { ok, problem, type Seen } from './finding.ts';
import { rolesOf } from './roles.ts';
import type { Check } from './run-checks.ts';
import { notAsked } from './slack-first.ts';

/** User groups that roles name: there, and not empty. */
export function groupsCheck(
  slack: SlackInspector,
  token: () => Promise<TokenSeen>,
  products: readonly Product[],
): Check {
  return {
    name: 'User groups in Slack',
    remedy: 'Until that works, nobody gains a right by a group.',
    async run() {
      const named = rolesOf(products).flatMap(({ name, role }) =>
        role.group === null ? [] : [{ name, group: role.group.replace(/^@/, '') }],
      );
      if (named.length === 0) return [];
      if ((await token().catch(() => null)) === null) return [notAsked('user groups')];
      const groups = await slack.groups();
      return named.map(({ name, group }) => groupSeen(name, group, groups));
    },
  };
}

function groupSeen(role: string, wanted: string, groups: readonly GroupSeen[]): Seen {
  const group = groups.find(one => one.id === wanted || one.handle === wanted);
  if (!group) return problem(`The user group @${wanted} (${role}) is not there.`, 'Check the handle in product.yml.');
  if (group.users.length === 0)
    return problem(`The user group @${wanted} (${role}) has no members.`, 'Add them in Slack, or name people instead.');
  return ok(`@${wanted} (${role}): ${group.users.length} members`);
}
