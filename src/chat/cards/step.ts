import type { KnownBlock } from '@slack/types';
import { activityOf, doers, rowOf } from '#src/domain/procedure/activity.ts';
import type { AnyStep, CheckpointStep } from '#src/domain/procedure/sections.ts';
import { findStep, rollbackRoles, sectionOf, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun, StepState } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { notesOf } from '#src/domain/release/notes.ts';
import { section } from '../blocks.ts';
import { inert } from '../escape.ts';
import { bounded, cut } from '../limits.ts';
import type { Message } from '../message.ts';
import { sayRoles } from '../who.ts';
import { whatIsReleased } from './release/state-words.ts';
import { rolesAsked } from './release/waiting.ts';
import { approveBlocks } from './step/approve.ts';
import { askedBlocks } from './step/asked.ts';
import { failedBlocks, failedSentence } from './step/failed.ts';
import { itemBlocks } from './step/items.ts';
import { notesMessage } from './step/notes.ts';
import { outcomeLine } from './step/outcome.ts';

/**
 * The message about one attempt of a step that waits for a person or failed. Once it is answered, or another attempt
 * began, it is one line without buttons. `past`: what a go/no-go tells of earlier runs, beside what is approved.
 */
export function stepMessage(
  run: ReleaseRun | DrillRun,
  stepId: string,
  attempt: number,
  past: readonly string[] = [],
): Message {
  const step = findStep(run, stepId);
  if (step === null) return bounded({ text: `${inert(run.id)} has no step “${inert(stepId)}”.` });
  const notes = run.kind === 'release' && stateOf(run, step.id).attempt === attempt ? notesOf(run, step.id) : null;
  if (run.kind === 'release' && notes !== null && ['waiting', 'done'].includes(stateOf(run, step.id).status))
    return notesMessage(run, step, notes);
  if (run.kind === 'release' && isEarly(run, step)) return list(run, step);
  if (!isOpen(run, step, attempt)) return outcome(outcomeLine(run, step, attempt));
  return stateOf(run, step.id).status === 'waiting' ? question(run, step, past) : failure(run, step);
}

/** Can somebody still answer it? What belongs to a way the run has left, or what it went past, is history. */
function isOpen(run: ReleaseRun | DrillRun, step: AnyStep, attempt: number): boolean {
  const state = stateOf(run, step.id);
  if (state.attempt !== attempt || isFinal(run)) return false;
  if (!sectionsNow(run).some(one => one.steps.some(each => each.id === step.id))) return false;
  if (state.status === 'waiting') return true;
  return run.kind === 'release' ? run.pause?.step === step.id : isStuck(state, step);
}

/** Failed, and nobody has decided yet; what the runbook goes past is not asked about. */
function isStuck({ status }: StepState, step: AnyStep): boolean {
  return status === 'interrupted' || (status === 'failed' && step.onFailure !== 'continue');
}

/** The list of a checkpoint the run has not come to yet. Its sentence is for then: nobody can confirm it now. */
function isEarly(run: ReleaseRun, step: AnyStep): step is CheckpointStep {
  if (step.verb !== 'checkpoint' || stateOf(run, step.id).attempt > 0 || isFinal(run)) return false;
  return sectionsNow(run).some(one => one.steps.some(each => each.id === step.id));
}

function list(run: ReleaseRun, step: CheckpointStep): Message {
  const where = inert(sectionOf(run, step.id)?.title ?? '');
  const says = 'To be ticked while it goes on. When all of it is done, this message asks for the confirmation.';
  const blocks = [section(`*Checklist of ${where}*  (${inert(run.id)})`, says), ...itemBlocks(run, step)];
  return bounded({ text: `${inert(run.id)}: the checklist of ${where}, to be ticked while it goes on.`, blocks });
}

function outcome(line: string): Message {
  return bounded({ text: line, blocks: [section(line)] });
}

function question(run: ReleaseRun | DrillRun, step: AnyStep, past: readonly string[]): Message {
  const asked = sayRoles(run, rolesAsked(run, step), needsAll(step) ? 'and' : 'or');
  const title = inert(titleOf(run, step));
  const where = `${inert(run.id)} · ${inert(sectionOf(run, step.id)?.title ?? '')}`;
  const blocks: KnownBlock[] = [
    section(
      `*${title}*  (${where})`,
      asked === '' ? '' : `For ${asked}`,
      run.kind === 'release' ? consulted(run, step) : '',
    ),
    ...(step.verb === 'approve' && run.kind === 'release' ? approveBlocks(run, step, past) : askedBlocks(run, step)),
  ];
  const what =
    step.verb === 'approve' && run.kind === 'release' ? `go or no-go for ${inert(whatIsReleased(run))}` : title;
  return bounded({
    text: `${inert(run.id)} waits for ${asked === '' ? 'somebody' : asked}: ${cut(what, 1_000)}.`,
    blocks,
  });
}

/** They see the question by name, and nobody waits for them. */
function consulted(run: ReleaseRun, step: AnyStep): string {
  if (step.verb !== 'approve' && step.activity === null) return '';
  const roles = rowOf(run, activityOf(run, step))?.consulted ?? [];
  if (roles.length === 0) return '';
  return `Consulted: ${sayRoles(run, roles, 'and')}. Say in this thread what speaks against it; nobody waits for you.`;
}

/** Of a quorum and of a list each role is needed; otherwise any of them answers. */
function needsAll(step: AnyStep): boolean {
  if (step.verb === 'approve') return step.anyOf.length === 0;
  return step.verb === 'checklist' || step.verb === 'checkpoint';
}

function failure(run: ReleaseRun | DrillRun, step: AnyStep): Message {
  const deciding = run.kind === 'release' ? [...doers(run, step), ...rollbackRoles(run)] : run.runbook.roles;
  const asked = sayRoles(run, [...new Set([...step.roles, ...deciding])]);
  const blocks = [
    ...failedBlocks(run, step),
    section(`Nothing goes on until this is decided${asked === '' ? '.' : ` by ${asked}.`}`),
  ];
  return bounded({ text: `${inert(run.id)} stands still. ${failedSentence(run, step)}`, blocks });
}
