import type { Instant } from '#src/base/time.ts';
import { MINUTE, sayDuration } from '#src/base/time.ts';
import { isGreenDone, sayProgress } from '#src/domain/measure/green.ts';
import { gapMs } from '#src/domain/measure/watch.ts';
import { sayRoles } from '#src/domain/policy/who-may.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { askedNow, isSettled, stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { findAction } from './action-sections.ts';
import type { ResolveCommand } from './commands.ts';
import { gradeOf } from './grade.ts';
import type { ActionTaken } from './state.ts';
import { STABLE_WATCH } from './watching.ts';

/** Why an incident may not be resolved yet, and the way out. */
export type Blocker = {
  readonly what: 'stable' | 'impact' | 'workaround' | 'followups' | 'postmortem-owner' | 'steps' | 'own-skip';
  readonly says: string;
  readonly way: string;
};

export type Given = Pick<ResolveCommand, 'impact' | 'postmortemOwner' | 'followUps' | 'skipOpen' | 'override'>;

export const NOTHING_GIVEN: Given = {
  impact: null,
  postmortemOwner: null,
  followUps: [],
  skipOpen: null,
  override: null,
};

/** Everything that stands in the way, each with its way out; empty: it may be resolved. */
export function blockers(run: IncidentRun, given: Given, now: Instant): readonly Blocker[] {
  const wanted = run.runbook.resolve.require;
  return [
    ...(given.override === null ? notStable(run, now) : []),
    ...(wanted.includes('impact') && run.impact === null && given.impact === null ? [NO_IMPACT] : []),
    ...(wanted.includes('no-active-workaround') ? workaroundsInForce(run) : []),
    ...(wanted.includes('followups-owned') ? unownedTasks(run, given) : []),
    ...(wanted.includes('postmortem-owner') ? noPostmortemOwner(run, given) : []),
    ...(given.skipOpen === null ? stepsOpen(run) : []),
    ...notWithTheEnd(run),
  ];
}

const NO_IMPACT: Blocker = {
  what: 'impact',
  says: 'Nobody has said what users felt.',
  way: 'State the impact, in numbers where they are known; "none" is an answer.',
};

/** Passing readings without a gap for as long as the runbook asks; what could not be measured is not green. */
function notStable(run: IncidentRun, now: Instant): readonly Blocker[] {
  const stable = run.runbook.resolve.stable;
  if (stable === null) return [];
  const watch = run.watches[STABLE_WATCH];
  const longest = Math.max(2 * MINUTE, watch === undefined ? 0 : gapMs(watch.definition, watch.state, now));
  const fresh = watch !== undefined && !watch.ended && watch.sweptAt !== null && now - watch.sweptAt <= longest;
  if (watch && fresh && isGreenDone(watch.definition, watch.state)) return [];
  const needs = sayDuration(stable.forMs);
  const says =
    watch === undefined
      ? `It must be measured to be stable for ${needs}, and nothing can be measured.`
      : `It is not measured to be stable for ${needs} yet: ${sayProgress(watch.definition, watch.state)}.`;
  const since = watch?.state.greenSince ?? null;
  const wait = since === null ? 'Wait until it is green' : `Wait ${sayDuration(since + stable.forMs - now)} more`;
  return [{ what: 'stable', says, way: `${wait}, or let somebody who may accept it without, with a reason.` }];
}

/** A workaround that nobody took back is what breaks next. */
function workaroundsInForce(run: IncidentRun): readonly Blocker[] {
  return inForce(run).map(taken => ({
    what: 'workaround',
    says: `"${findAction(run, taken.action)?.title ?? taken.action}" is still in force.`,
    way: 'Undo it, or accept it as lasting with a reason.',
  }));
}

/** Actions with steps of their own that were neither undone nor accepted. */
export function inForce(run: IncidentRun): readonly ActionTaken[] {
  return run.actions.filter(
    taken =>
      taken.state !== 'undone' && taken.state !== 'lasting' && findAction(run, taken.action)?.does.kind === 'steps',
  );
}

function unownedTasks(run: IncidentRun, given: Given): readonly Blocker[] {
  const open = run.tasks.filter(task => task.doneAt === null && task.owner === null);
  const named = given.followUps.filter(one => one.owner === null);
  return [
    ...open.map(({ id, text }) => ({
      what: 'followups' as const,
      says: `Task ${id} "${text}" is open and nobody's.`,
      way: `Give it to somebody (/incident task ${run.id} ${id} @user), or say that it is done (/incident task ${run.id} done ${id}).`,
    })),
    ...named.map(({ text }) => ({
      what: 'followups' as const,
      says: `"${text}" is nobody's.`,
      way: 'Choose below who follows up.',
    })),
  ];
}

function noPostmortemOwner(run: IncidentRun, given: Given): readonly Blocker[] {
  const due = gradeOf(run)?.postmortem ?? null;
  if (due === null || run.drill || (run.postmortem.owner ?? given.postmortemOwner) !== null) return [];
  return [
    {
      what: 'postmortem-owner',
      says: `A ${run.severity} needs a postmortem within ${due.text}, and nobody owns it.`,
      way: 'Name its owner.',
    },
  ];
}

function stepsOpen(run: IncidentRun): readonly Blocker[] {
  const open = skippableSteps(run);
  if (open.length === 0) return [];
  return [
    {
      what: 'steps',
      says: `Of the runbook, ${open.length === 1 ? 'one step is' : `${open.length} steps are`} open: ${open.map(step => titleOf(run, step)).join('; ')}.`,
      way: 'Do them, or say in a sentence why they need not be done any more.',
    },
  ];
}

/** No reason given with the end stands in for these: what nobody may skip, and what a role named for it skips in its own words. */
function notWithTheEnd(run: IncidentRun): readonly Blocker[] {
  return openSteps(run)
    .filter(step => !isSkippable(step))
    .map(step => {
      const doers = step.roles.length === 0 ? 'anybody here may' : `it is for ${sayRoles(run.runbook, step.roles)}`;
      const role = step.skip.by === 'other' ? sayRoles(run.runbook, [step.skip.role]) : null;
      return {
        what: 'own-skip',
        says: `"${titleOf(run, step)}" is open, and the runbook lets ${role === null ? 'nobody' : `only ${role}`} skip it.`,
        way: `It has to be done: ${doers}${role === null ? '' : `; or ${role} skips it with a reason, on its own message`}.`,
      };
    });
}

/** Open steps that a reason given with the resolution leaves out. */
export function skippableSteps(run: IncidentRun): readonly AnyStep[] {
  return openSteps(run).filter(isSkippable);
}

function isSkippable({ skip }: AnyStep): boolean {
  return skip.by !== 'never' && skip.by !== 'other';
}

/** Steps that are neither done nor skipped and that nobody may leave out freely. What the bot's own buttons do counts for itself. */
export function openSteps(run: IncidentRun): readonly AnyStep[] {
  return askedNow(run)
    .flatMap(section => section.steps)
    .filter(step => step.verb !== 'do' && step.skip.by !== 'freely')
    .filter(step => !isSettled(stateOf(run, step.id)) && !isPassed(run, step));
}

/** A machine's step that failed and is passed by the runbook's own word needs nobody. */
function isPassed(run: IncidentRun, step: AnyStep): boolean {
  const { status } = stateOf(run, step.id);
  return step.onFailure === 'continue' && status === 'failed';
}
