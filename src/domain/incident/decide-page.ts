import type { Instant } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { acknowledgedBy } from './acknowledge-page.ts';
import { keyOf, requestPages, usersOf } from './paging.ts';
import { byAnyone } from './who.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** Calls more people. Anybody may: too many awake is better than too few. */
export function page(draft: Draft, run: IncidentRun, command: Of<'page'>): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Paging');
  if (!may.ok) return may.refusal;
  const known = [...Object.keys(run.runbook.product.roles), 'service-owner', 'commander', 'deputy'];
  const unknown = command.roles.filter(role => !known.includes(role));
  if (unknown.length > 0 || command.roles.length === 0)
    return { code: 'page.role', text: `There is no role "${unknown.join('", "')}". There is ${known.join(', ')}.` };
  const nobody = command.roles.filter(role => keyOf(run, role) === null && usersOf(run, [role]).length === 0);
  if (nobody.length > 0)
    return {
      code: 'page.nobody',
      text: `Nobody can be reached as ${nobody.join(', ')}: the role has neither a pager nor anybody in Slack.`,
    };
  const why = command.why.trim() === '' ? `asked for by <@${command.actor.user}>` : command.why;
  draft.add(
    fact('incident.escalated', { rule: -1, without: 'asked', roles: [...command.roles], says: why }),
    command.actor,
  );
  for (const one of requestPages(draft.incident, command.roles, why)) draft.add(one, command.actor);
  return null;
}

/** Who has it has joined. */
export function acknowledge(draft: Draft, run: IncidentRun, command: Of<'acknowledge'>, now: Instant): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Acknowledging');
  if (!may.ok) return may.refusal;
  const asked = Object.values(run.pages).filter(one => command.page === null || one.id === command.page);
  const facts = acknowledgedBy(asked, command.actor, now);
  if (facts.length === 0) return { code: 'page.none', text: `No page of ${run.id} waits to be acknowledged.` };
  for (const one of facts) draft.add(one, command.actor);
  if (!draft.incident.responders.includes(command.actor.user)) draft.add(fact('incident.joined', {}), command.actor);
  return null;
}
