import type { PagerInspector } from '#src/adapters/pagerduty/inspect.ts';
import type { Product, Role } from '#src/domain/runbook/model/product.ts';
import type { OnCall } from '#src/ports/pager.ts';
import { failed, ok, problem, type Seen, warning } from './finding.ts';
import { type NamedRole, rolesOf } from './roles.ts';
import { askEach, type Check } from './run-checks.ts';

type Source = NonNullable<Role['onCall']>;
type ByEmail = (address: string) => Promise<string | null>;

/**
 * Schedules and policies that roles name: there, naming somebody now, and that somebody is in Slack. `findsInSlack`
 * answers null while Slack cannot be asked, which its own check says.
 */
export function onCallCheck(
  pager: PagerInspector,
  findsInSlack: () => Promise<ByEmail | null>,
  products: readonly Product[],
): Check {
  return {
    name: 'On call',
    remedy: 'Look at PAGERDUTY_TOKEN first.',
    async run() {
      const named = rolesOf(products).filter(({ role }) => role.onCall !== null);
      const byEmail = await findsInSlack();
      const asked = await askEach(named, one => seenOf(pager, byEmail, one));
      return asked.flatMap(one =>
        'answer' in one
          ? one.answer
          : [failed(one.item.name, one.cause, 'Mend that first; where it is the id, in product.yml.')],
      );
    },
  };
}

async function seenOf(
  pager: PagerInspector,
  byEmail: ByEmail | null,
  { name, role }: NamedRole,
): Promise<readonly Seen[]> {
  const source = role.onCall ?? { schedule: null, policy: null };
  const title = await titleOf(pager, source);
  const people = await pager.onCall(source);
  if (people.length === 0) {
    const instead =
      role.users.length + Number(role.group !== null) > 0
        ? 'the people listed are not taken then'
        : 'nobody is listed either';
    return [
      problem(
        `${name}: nobody is on call by ${title} now (${instead}).`,
        'Put somebody on duty; a schedule counts only where an escalation policy names it.',
      ),
    ];
  }
  const says = ok(`${name}: ${people.map(one => one.name).join(', ')} by ${title}`);
  return [says, ...(await strangersAmong(people, byEmail, name))];
}

async function titleOf(pager: PagerInspector, { schedule, policy }: Source): Promise<string> {
  const titles = [
    ...(schedule === null ? [] : [`the schedule ${await pager.schedule(schedule)} (${schedule})`]),
    ...(policy === null ? [] : [`the policy ${await pager.policy(policy)} (${policy})`]),
  ];
  return titles.join(' and ');
}

/** Their phone rings, but Slack does not know whom to name, so nobody is mentioned and no right is gained. */
async function strangersAmong(
  people: readonly OnCall[],
  byEmail: ByEmail | null,
  role: string,
): Promise<readonly Seen[]> {
  if (byEmail === null) return [];
  const asked = await askEach(people, async one => (one.email === null ? null : byEmail(one.email)));
  return asked.flatMap(one => {
    const { name, email } = one.item;
    const address = email ?? 'no mail address';
    if ('cause' in one) return [failed(`${role}: ${name} in Slack`, one.cause, 'Look again.')];
    if (one.answer !== null) return [];
    return [
      warning(`${role}: Slack knows nobody for ${name} (${address}).`, 'Give both accounts the same mail address.'),
    ];
  });
}
