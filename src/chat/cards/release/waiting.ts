import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { currentPhase, rollbackRoles, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { closuresAhead } from '#src/domain/release/calendar/ahead.ts';
import type { ApproveStep } from '#src/domain/release/gate.ts';
import { missingVotes, unmet, votingRoles } from '#src/domain/release/gate.ts';
import { when } from '../../dates.ts';
import { mention } from '../../escape.ts';
import { sayRole } from '../../who.ts';
import { stepInHand } from './doing.ts';

/** `Waiting for: QA <@U1> · Captain <@U2> · T = Tue 20:00` */
export function waitingLine(run: ReleaseRun): string {
  const offered = run.handover === null ? '' : ` (offered to ${mention(run.handover.to)})`;
  const captain = `Captain ${mention(run.captain)}${offered}`;
  const T = `T = ${run.T === null ? 'as soon as it is approved' : when(run.T)}`;
  const roles = waitingRoles(run);
  const behind = run.production?.behind ?? null;
  const shut =
    run.status === 'running' && run.window !== null && closuresAhead(run).length > 0 ? 'the window to open' : 'nobody';
  const nobody =
    behind === null || isFinal(run)
      ? shut
      : `${behind}, which ${run.production?.locked ? 'was rolled back and locks production' : 'is in production'}`;
  const waiting = roles.length === 0 ? nobody : roles.map(role => sayRole(run, role)).join(', ');
  // A run that is over without a T never gets one.
  if (isFinal(run) && roles.length === 0) return run.T === null ? captain : `${captain} · ${T}`;
  return `Waiting for: ${waiting} · ${captain} · ${T}`;
}

/** The roles without whom it does not go on. */
export function waitingRoles(run: ReleaseRun): readonly string[] {
  if (run.pause) return unique([...leaders(run), ...rollbackRoles(run)]);
  const step = stepInHand(run);
  if (step === null || stateOf(run, step.id).status !== 'waiting') return [];
  return rolesAsked(run, step);
}

function leaders(run: ReleaseRun): readonly string[] {
  return run.rollback ? [] : (currentPhase(run)?.roles ?? []);
}

/** Who is asked by a step that waits: of a list the roles of what is still open, of a gate those that have not voted or answered. */
export function rolesAsked(run: ReleaseRun | DrillRun, step: AnyStep): readonly string[] {
  if (step.verb === 'approve' && run.kind === 'release') return rolesOfGate(run, step);
  if (step.verb !== 'checklist' && step.verb !== 'checkpoint') return step.roles;
  const { ticks } = stateOf(run, step.id);
  const open = step.items.filter(item => ticks[item.id]?.holds !== true);
  return open.length === 0 ? step.roles : unique(open.flatMap(item => (item.role === null ? step.roles : [item.role])));
}

/** With every vote there and a fact in the way it waits for those who said go: they look again, or see to the fact. */
function rolesOfGate(run: ReleaseRun, step: ApproveStep): readonly string[] {
  const missing = step.anyOf.length > 0 ? step.anyOf : Object.keys(missingVotes(run, step));
  const open = unique([...unanswered(run, step), ...missing]);
  return open.length > 0 || run.awaits !== null ? open : votingRoles(step);
}

/** Those who are asked for a fact only a person knows, and have not said yet. */
function unanswered(run: ReleaseRun, step: ApproveStep): readonly string[] {
  const { ticks } = stateOf(run, step.id);
  return unmet(run, step).flatMap(({ fact }) => {
    const asked = run.runbook.product.facts[fact];
    return asked?.kind === 'asked' && ticks[`fact:${fact}`] === undefined ? [asked.role] : [];
  });
}

function unique(roles: readonly string[]): readonly string[] {
  return [...new Set(roles)];
}
