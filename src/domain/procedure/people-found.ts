import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import type { PeopleFound } from './commands.ts';
import type { Draft } from './draft.ts';
import type { EffectAsk } from './effects.ts';
import { peopleOf } from './people.ts';
import type { Run } from './state.ts';
import { directTo } from './tell-steps.ts';

/**
 * Who holds the roles a message goes to has been looked up: it goes to them. Where nobody could say, or nobody holds the
 * role now, it goes to those who held it last, and says so: asking nobody would be the worse mistake.
 */
export function peopleFound(
  draft: Draft,
  run: Run,
  { found, roles, except, message }: PeopleFound,
): readonly EffectAsk[] {
  const people = Object.fromEntries(
    Object.entries(found).flatMap(([role, one]) =>
      'users' in one && isNews(run, role, one.users) ? [[role, [...one.users]]] : [],
    ),
  );
  const missed = Object.entries(found).flatMap(([role, one]) =>
    'problem' in one ? [[role, one.problem] as const] : [],
  );
  const unread = Object.fromEntries(missed.filter(([role]) => run.unread[role] === undefined));
  if (Object.keys({ ...people, ...unread }).length > 0) draft.add(fact('people.looked-up', { people, unread }), BOT);
  const users = peopleOf(draft.run ?? run, roles).filter(user => !except.includes(user));
  const names = missed.map(([role]) => role);
  return directTo(run, users, names.length === 0 ? message : { ...message, unread: names });
}

/** Others hold it now, or it is known again who does. */
function isNews(run: Run, role: string, users: readonly string[]): boolean {
  return run.unread[role] !== undefined || !sameNames(users, run.people[role] ?? []);
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every(one => others.includes(one));
}
