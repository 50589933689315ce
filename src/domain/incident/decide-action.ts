import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { actionSections, findAction, undoOf } from './action-sections.ts';
import { offeredActions } from './grade.ts';
import type { ActionTaken } from './state.ts';
import { byRoles } from './who.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** A press of one of the buttons its grade offers. Incident actions wait for nobody. */
export function act(draft: Draft, run: IncidentRun, command: Of<'act'>): Refusal | null {
  const action = offeredActions(run).find(one => one.id === command.action);
  if (!action) {
    const offered = offeredActions(run).map(one => one.title);
    const there = offered.length === 0 ? 'none' : offered.join(', ');
    return {
      code: 'action.absent',
      text: `A ${run.severity} offers no action "${command.action}". It offers ${there}.`,
    };
  }
  const may = byRoles(draft, run, command.actor, rolesOf(action.roles), action.title);
  if (!may.ok) return may.refusal;
  const reason = command.reason?.trim() ?? '';
  if (action.reasonRequired && reason === '')
    return { code: 'action.reason', text: `"${action.title}" needs a reason: write in a sentence why.` };
  const again = run.actions.find(
    one => one.action === action.id && (one.state === 'running' || one.state === 'undoing'),
  );
  if (again && action.does.kind === 'steps')
    return { code: 'action.running', text: `"${action.title}" is under way already, since <@${again.by}> pressed it.` };
  const ofSuspect = action.does.kind === 'rollback-suspect' || action.does.kind === 'pause-suspect';
  const suspect = ofSuspect ? (command.suspect ?? run.suspects[0]?.run ?? null) : null;
  if (ofSuspect && (suspect === null || !run.suspects.some(one => one.run === suspect)))
    return {
      code: 'action.suspect',
      text:
        suspect === null
          ? 'No recent release is known that could be taken back.'
          : `${suspect} is not among the suspects.`,
    };
  const id = `a${run.actions.length + 1}`;
  draft.add(
    fact('action.taken', {
      id,
      action: action.id,
      title: action.title,
      reason: reason === '' ? null : reason,
      suspect,
      rule: may.rule,
    }),
    command.actor,
  );
  return null;
}

/** The runbook's roles, and always the commander: somebody has to be able to. */
function rolesOf(roles: readonly string[]): readonly string[] {
  return roles.includes('commander') ? roles : [...roles, 'commander'];
}

export function undo(draft: Draft, run: IncidentRun, command: Of<'undo'>): Refusal | null {
  const taken = run.actions.find(one => one.id === command.taken);
  const action = taken && findAction(run, taken.action);
  if (!taken || !action) return { code: 'action.absent', text: `${run.id} has no action ${command.taken}.` };
  const may = byRoles(draft, run, command.actor, rolesOf(action.roles), `Undoing "${action.title}"`);
  if (!may.ok) return may.refusal;
  if (taken.state === 'undoing' || taken.state === 'undone')
    return {
      code: 'action.undone',
      text: `"${action.title}" is ${taken.state === 'undone' ? '' : 'being '}undone already.`,
    };
  if (action.does.kind !== 'steps' || action.does.undo.length === 0)
    return {
      code: 'action.no-undo',
      text: `The runbook names no way to undo "${action.title}". If it is meant to stay, accept it as lasting, with a reason.`,
    };
  if (isOnItsWay(run, taken))
    return {
      code: 'action.running',
      text: `A step of "${action.title}" is on its way. Wait until it has ended, then undo what there is.`,
    };
  draft.add(fact('action.undoing', { id: taken.id, reason: command.reason, rule: may.rule }), command.actor);
  return null;
}

/** Is one of its commands in hand? */
function isOnItsWay(run: IncidentRun, taken: ActionTaken): boolean {
  const parts = actionSections(run).filter(part => part.id === taken.id || part.id === undoOf(taken.id));
  return parts.some(part => part.steps.some(step => stateOf(run, step.id).status === 'running'));
}

/** It stays when the incident is over, and somebody says why. */
export function lasting(draft: Draft, run: IncidentRun, command: Of<'lasting'>): Refusal | null {
  const taken = run.actions.find(one => one.id === command.taken);
  const action = taken && findAction(run, taken.action);
  if (!taken || !action) return { code: 'action.absent', text: `${run.id} has no action ${command.taken}.` };
  const may = byRoles(draft, run, command.actor, rolesOf(action.roles), `Accepting "${action.title}" as lasting`);
  if (!may.ok) return may.refusal;
  if (taken.state === 'undone' || taken.state === 'lasting')
    return {
      code: 'action.over',
      text: `"${action.title}" is ${taken.state === 'undone' ? 'undone' : 'accepted'} already.`,
    };
  // What comes after it would never be done, and nobody would hear how it ended.
  if (isOnItsWay(run, taken))
    return {
      code: 'action.running',
      text: `A step of "${action.title}" is on its way. Wait until it has ended, then accept what there is.`,
    };
  if (command.reason.trim() === '')
    return { code: 'action.reason', text: 'Accepting a workaround as lasting needs a reason: write it in a sentence.' };
  draft.add(
    fact('action.accepted-as-lasting', { id: taken.id, reason: command.reason, rule: may.rule }),
    command.actor,
  );
  return null;
}
