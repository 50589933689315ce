import type { SlackInspector, TokenSeen } from '#src/adapters/slack/inspect.ts';
import type { Standing } from '#src/domain/actor.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { failed, ok, problem, type Seen, warning } from './finding.ts';
import { type NamedRole, rolesOf } from './roles.ts';
import { askEach, type Check } from './run-checks.ts';
import { notAsked } from './slack-first.ts';

type Known = Standing | 'absent';
type Named = { readonly user: string; readonly roles: readonly NamedRole[] };

const GONE: { readonly [K in Known]?: string } = {
  deactivated: 'is deactivated',
  bot: 'is a bot',
  absent: 'is not known to Slack',
};

/** People whom roles name by id: there, and able to answer. */
export function peopleCheck(
  slack: SlackInspector,
  token: () => Promise<TokenSeen>,
  products: readonly Product[],
): Check {
  return {
    name: 'People in Slack',
    remedy: 'Look whether Slack can be reached from here.',
    async run() {
      const seen = await token().catch(() => null);
      if (seen === null) return [notAsked('people')];
      const asked = await askEach(peopleIn(rolesOf(products)), async one => ({
        ...one,
        standing: (await slack.person(one.user, seen.teamId)) ?? ('absent' as const),
      }));
      const known = asked.flatMap(one => ('answer' in one ? [one.answer] : []));
      const gone = new Set(known.filter(one => GONE[one.standing] !== undefined).map(one => one.user));
      const wrong = asked.flatMap(one =>
        'answer' in one ? (personSeen(one.answer, gone) ?? []) : [failed(whoIs(one.item), one.cause, 'Look again.')],
      );
      const fine = asked.length - wrong.length;
      return fine === 0 ? wrong : [ok(`${fine} of ${asked.length} people are there.`), ...wrong];
    },
  };
}

/** Null: nothing is wrong with them. */
function personSeen(one: Named & { readonly standing: Known }, gone: ReadonlySet<string>): Seen | null {
  const { standing, roles } = one;
  const word = GONE[standing];
  if (word !== undefined) {
    const says = `${whoIs(one)} ${word}.`;
    const empty = roles.filter(
      ({ role }) => role.group === null && role.onCall === null && role.users.every(user => gone.has(user)),
    );
    if (empty.length === 0) return warning(says, 'Take the id out of product.yml.');
    const names = empty.map(({ name }) => name).join(', ');
    return problem(`${says} Nobody else is named for ${names}.`, 'Name somebody in product.yml who is there.');
  }
  if (standing === 'full') return null;
  return warning(
    `${whoIs(one)} is ${standing === 'guest' ? 'a guest' : 'from another workspace'}: told and reminded, but may not vote.`,
    'Name a full member wherever a go is needed.',
  );
}

/** Each person once, with every role that names them. */
function peopleIn(roles: readonly NamedRole[]): readonly Named[] {
  const all = roles.flatMap(one => one.role.users.map(user => ({ user, one })));
  return [...Map.groupBy(all, entry => entry.user)].map(([user, uses]) => ({ user, roles: uses.map(use => use.one) }));
}

function whoIs({ user, roles }: Named): string {
  return `${user} (${roles.map(one => one.name).join(', ')})`;
}
