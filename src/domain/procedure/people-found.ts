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
      'problem' in one || sameNames(one.users, run.people[role] ?? []) ? [] : [[role, [...one.users]]],
    ),
  );
  const missed = Object.entries(found).flatMap(([role, one]) => ('problem' in one ? [[role, one.problem]] : []));
  const before = Object.entries(run.unread).filter(([role]) => found[role] === undefined);
  const unread = Object.fromEntries([...before, ...missed]);
  if (Object.keys(people).length > 0 || !sameNames(Object.keys(unread), Object.keys(run.unread)))
    draft.add(fact('people.looked-up', { people, unread }), BOT);
  const users = peopleOf(draft.run ?? run, roles).filter(user => !except.includes(user));
  const names = missed.map(([role = '']) => role);
  return directTo(run, users, names.length === 0 ? message : { ...message, unread: names });
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every(one => others.includes(one));
}
