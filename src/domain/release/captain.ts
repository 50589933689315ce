import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { mayTakeOver } from '#src/domain/policy/who-may.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { briefOf } from './brief.ts';
import { voidOwnGo } from './decide-vote.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/**
 * Given to somebody else a release is only offered, and its captain leads on until it is accepted. Taken for oneself it is
 * taken at once, so that it never waits for a captain who is gone.
 */
export function handOver(draft: Draft, run: ReleaseRun, command: Of<'handover'>): Refusal | null {
  const { actor, to, brief } = command;
  const may = mayTakeOver(run, actor, `Handing over ${run.id}`);
  if (!may.ok) return deny(draft, actor, 'handover', may);
  if (to === run.captain) return { code: 'handover.same', text: `<@${to}> is the captain of ${run.id} already.` };
  if (to === actor.user) {
    draft.add(fact('release.captain-set', { user: to, how: 'took', rule: may.rule }), actor);
    voidOwnGo(draft, actor);
    return null;
  }
  const own = brief?.trim() ?? '';
  draft.add(fact('handover.offered', { to, brief: own === '' ? briefOf(run) : own }), actor);
  return null;
}

/** Only whoever it is offered to, and only while it is offered. */
export function handOverAccepted(draft: Draft, run: ReleaseRun, { actor }: Of<'handover-accept'>): Refusal | null {
  const refusal = notOffered(draft, run, actor);
  if (refusal) return refusal;
  const may = mayTakeOver(run, actor, `Leading ${run.id}`);
  if (!may.ok) return deny(draft, actor, 'handover-accept', may);
  draft.add(fact('handover.accepted', { from: run.captain }), actor);
  draft.add(fact('release.captain-set', { user: actor.user, how: 'handover', rule: may.rule }), actor);
  voidOwnGo(draft, actor);
  return null;
}

export function handOverDeclined(draft: Draft, run: ReleaseRun, command: Of<'handover-decline'>): Refusal | null {
  const refusal = notOffered(draft, run, command.actor);
  if (refusal) return refusal;
  draft.add(fact('handover.declined', { reason: command.reason }), command.actor);
  return null;
}

function notOffered(draft: Draft, run: ReleaseRun, actor: PersonCommand['actor']): Refusal | null {
  if (run.handover === null)
    return { code: 'handover.none', text: `${run.id} is offered to nobody now; <@${run.captain}> is its captain.` };
  if (run.handover.to === actor.user) return null;
  const why = `${run.id} is offered to <@${run.handover.to}>, not to you.`;
  return deny(draft, actor, 'handover', { ok: false, code: 'handover.other', why });
}
