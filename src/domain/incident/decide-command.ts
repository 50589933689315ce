import type { Instant } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { briefOf } from './brief.ts';
import { byAnyone, byCommand } from './who.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** Command is taken at once by whoever asks for it; given to somebody else it is only offered. One person holds it. */
export function lead(draft: Draft, run: IncidentRun, command: Of<'lead'>): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Taking command');
  if (!may.ok) return may.refusal;
  if (command.user === run.commander)
    return { code: 'lead.same', text: `<@${command.user}> has command of ${run.id} already.` };
  if (command.user !== command.actor.user) return offer(draft, run, command.actor, command.user, null);
  draft.add(fact('incident.commander-set', { user: command.user, how: 'took', rule: may.rule }), command.actor);
  return null;
}

export function deputy(draft: Draft, run: IncidentRun, command: Of<'deputy'>): Refusal | null {
  const may = byCommand(draft, run, command.actor, 'Naming a deputy');
  if (!may.ok) return may.refusal;
  draft.add(fact('incident.deputy-set', { user: command.user, rule: may.rule }), command.actor);
  return null;
}

/** Offered with a brief of where things stand; the one who leads leads on until it is accepted. */
export function handover(draft: Draft, run: IncidentRun, command: Of<'handover'>, _now: Instant): Refusal | null {
  const may = byCommand(draft, run, command.actor, 'Handing over');
  if (!may.ok) return may.refusal;
  if (command.to === run.commander)
    return { code: 'handover.same', text: `<@${command.to}> has command of ${run.id} already.` };
  return offer(draft, run, command.actor, command.to, command.brief);
}

function offer(
  draft: Draft,
  run: IncidentRun,
  actor: Of<'handover'>['actor'],
  to: string,
  brief: string | null,
): Refusal | null {
  const own = brief?.trim() ?? '';
  draft.add(fact('handover.offered', { to, brief: own === '' ? briefOf(run) : own }), actor);
  return null;
}

export function handoverAccepted(draft: Draft, run: IncidentRun, command: Of<'handover-accept'>): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Taking command');
  if (!may.ok) return may.refusal;
  const refusal = notOffered(run, command.actor.user);
  if (refusal) return refusal;
  const from = run.commander;
  draft.add(fact('handover.accepted', { from }), command.actor);
  draft.add(
    fact('incident.commander-set', { user: command.actor.user, how: 'handover', rule: 'accepted the hand-over' }),
    command.actor,
  );
  return null;
}

export function handoverDeclined(draft: Draft, run: IncidentRun, command: Of<'handover-decline'>): Refusal | null {
  const refusal = notOffered(run, command.actor.user);
  if (refusal) return refusal;
  draft.add(fact('handover.declined', { reason: command.reason }), command.actor);
  return null;
}

function notOffered(run: IncidentRun, user: string): Refusal | null {
  if (run.handover === null)
    return {
      code: 'handover.none',
      text: `Nobody is being offered ${run.id} now; <@${run.commander ?? ''}> has command.`,
    };
  if (run.handover.to === user) return null;
  return {
    code: 'handover.other',
    text: `${run.id} is offered to <@${run.handover.to}>, not to you. You may take command: /incident lead ${run.id}`,
  };
}
