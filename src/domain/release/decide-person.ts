import type { Instant } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { acknowledgedBy } from '#src/domain/incident/acknowledge-page.ts';
import type { PersonActor } from '#src/domain/policy/who-may.ts';
import { anyone, mayLead, mayOverrule, mayRollBack } from '#src/domain/policy/who-may.ts';
import { decideNote } from '#src/domain/procedure/decide-note.ts';
import { decideStep } from '#src/domain/procedure/decide-step.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { otherKind } from '#src/domain/procedure/other-kind.ts';
import { sayEnd, sayStatus } from '#src/domain/procedure/say-status.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { forward, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { isStepCommand } from '#src/domain/procedure/step-commands.ts';
import { titleById, titleOf } from '#src/domain/procedure/titles.ts';
import { inHandStep } from './advance.ts';
import { closuresAhead } from './calendar/ahead.ts';
import { decideOpenCalendar, lookAgain } from './calendar/decide.ts';
import { sayClosures } from './calendar/look.ts';
import { callEnded } from './call-ended.ts';
import { handOver, handOverAccepted, handOverDeclined } from './captain.ts';
import { claim, hand } from './care.ts';
import type { ReleaseCommand } from './commands.ts';
import { decideMove } from './decide-move.ts';
import { decideNotes } from './decide-notes.ts';
import { decideOverride, decideVote } from './decide-vote.ts';
import { gateOf } from './gate-state.ts';
import { unlock } from './lock.ts';
import { pagesOfPause } from './paging.ts';
import { sayLater } from './past-rollback.ts';
import { startRollback } from './rollback-start.ts';

type Doing = Extract<PersonCommand, ReleaseCommand>;

/** What a person asks of a run that exists. */
export function decidePerson(draft: Draft, run: ReleaseRun, command: PersonCommand, now: Instant): Refusal | null {
  if (command.type === 'note') return decideNote(draft, command);
  if (command.type === 'report') return report(draft, command);
  if (command.type === 'unlock') return unlock(draft, run, command.actor, command.reason);
  if (command.type === 'call-ended') return callEnded(draft, run, command, now);
  if (isFinal(run)) return { code: 'run.over', text: `${run.id} ${sayEnd(run)}; only notes can still be added.` };
  switch (command.type) {
    case 'vote':
      return decideVote(draft, run, command);
    case 'override':
      return decideOverride(draft, run, command);
    case 'pause':
      return pause(draft, run, command);
    case 'resume':
      return resume(draft, run, command, now);
    case 'move':
      return decideMove(draft, run, command, now);
    case 'open-calendar':
      return decideOpenCalendar(draft, run, command, now);
    case 'rollback':
      return rollBack(draft, run, command);
    case 'start-anyway':
      return startAnyway(draft, run, command);
    case 'abort':
      return abort(draft, run, command);
    case 'edit-notes':
      return decideNotes(draft, run, command);
    case 'handover':
      return handOver(draft, run, command);
    case 'handover-accept':
      return handOverAccepted(draft, run, command);
    case 'handover-decline':
      return handOverDeclined(draft, run, command);
    case 'acknowledge':
      return acknowledge(draft, run, command.actor, now);
    case 'claim':
      return claim(draft, run, command);
    case 'hand':
      return hand(draft, run, command);
    default:
      return isStepCommand(command) ? decideStep(draft, run, command) : otherKind(run);
  }
}

/** What is told to whoever reads along, at any time: a report as the run stands now, also long after its end. */
function report(draft: Draft, command: Doing & { type: 'report' }): Refusal | null {
  const may = anyone(command.actor);
  if (!may.ok) return deny(draft, command.actor, 'report', may);
  draft.add(fact('report.asked', { files: ['deployment.md'], rule: may.rule }), command.actor);
  return null;
}

function pause(draft: Draft, run: ReleaseRun, command: Doing & { type: 'pause' }): Refusal | null {
  const may = anyone(command.actor);
  if (!may.ok) return deny(draft, command.actor, 'pause', may);
  if (run.status === 'paused')
    return { code: 'run.paused', text: `${run.id} is already paused: ${run.pause?.says ?? ''}` };
  const says = command.reason === '' ? `Paused by <@${command.actor.user}>.` : command.reason;
  draft.add(fact('release.paused', { cause: 'person', says, step: null, watch: null }), command.actor);
  return null;
}

/** "I have it", for the pages of this pause: it says who looks, and decides nothing. */
function acknowledge(draft: Draft, run: ReleaseRun, actor: PersonActor, now: Instant): Refusal | null {
  const may = anyone(actor);
  if (!may.ok) return deny(draft, actor, 'acknowledge', may);
  const facts = acknowledgedBy(pagesOfPause(run), actor, now);
  if (facts.length === 0) return { code: 'page.none', text: `No page of ${run.id} waits to be acknowledged.` };
  for (const one of facts) draft.add(one, actor);
  return null;
}

function resume(draft: Draft, run: ReleaseRun, command: Doing & { type: 'resume' }, now: Instant): Refusal | null {
  const { pause: paused } = run;
  if (paused === null)
    return { code: 'run.not-paused', text: `${run.id} is not paused, so there is nothing to resume.` };
  const decide = paused.cause === 'metric' ? mayOverrule : mayLead;
  const may = decide(run, command.actor, `Resuming ${run.id}`);
  if (!may.ok) return deny(draft, command.actor, 'resume', may);
  const stuck = paused.step !== null && ['failed', 'interrupted'].includes(stateOf(run, paused.step).status);
  if (stuck && paused.cause === 'step') {
    const title = titleById(run, paused.step ?? '');
    const is = sayStatus(stateOf(run, paused.step ?? ''));
    return {
      code: 'run.step-failed',
      text: `"${title}" is ${is}, and Resume does not go past it. Its message in the thread offers what does.`,
    };
  }
  if (paused.cause === 'window') {
    lookAgain(draft, now);
    const closures = closuresAhead(draft.release);
    if (closures.length > 0)
      return {
        code: 'calendar.closed',
        text: `${run.id} cannot go on: it is ${sayClosures(closures)}. Resume it when the calendar is open again; those who may can open it for this release before.`,
      };
  }
  if (typeof command.seen === 'number' && command.seen !== paused.at)
    return {
      code: 'resume.stale',
      text: `While you wrote, ${run.id} was stopped for something else: ${paused.says} Look at it and press Resume again.`,
    };
  const override = paused.cause === 'metric' ? (paused.watch ?? 'metric') : null;
  if (override !== null && (command.reason ?? '') === '')
    return {
      code: 'resume.reason',
      text: `A metric paused ${run.id}: ${paused.says} To go on all the same, give a reason.`,
    };
  draft.add(fact('release.resumed', { reason: command.reason, rule: may.rule, override }), command.actor);
  for (const step of refusedGates(run)) {
    const { attempt } = stateOf(run, step.id);
    draft.add(fact('step.retried', { step: step.id, attempt, rule: may.rule, at: null }), command.actor);
  }
  return null;
}

/** A go/no-go that was refused or ran out of time is asked again, whatever else paused the run since. */
function refusedGates(run: ReleaseRun): readonly AnyStep[] {
  const gates = forward(run).flatMap(section => section.steps.filter(step => step.verb === 'approve'));
  return run.rollback
    ? []
    : gates.filter(step => stateOf(run, step.id).status === 'waiting' && gateOf(run, step.id).status !== 'open');
}

function rollBack(draft: Draft, run: ReleaseRun, command: Doing & { type: 'rollback' }): Refusal | null {
  if (run.rollback)
    return { code: 'run.rolling-back', text: `${run.id} is already rolling back: ${run.rollback.reason}` };
  if (!run.runbook.rollback)
    return {
      code: 'run.no-rollback',
      text: `The runbook of ${run.id} has no rollback. Abort ends it where it stands.`,
    };
  const may = mayRollBack(run, command.actor, `Rolling back ${run.id}`);
  if (!may.ok) return deny(draft, command.actor, 'rollback', may);
  const { later = run.overtakenBy } = command;
  if (later !== null) return { code: 'run.overtaken', text: `${sayLater(run.id, later)}.` };
  if (command.reason.trim() === '')
    return { code: 'rollback.reason', text: 'A rollback needs a reason: write in a sentence what is wrong.' };
  draft.add(startRollback(run, { cause: 'person', reason: command.reason, rule: may.rule }), command.actor);
  return null;
}

function startAnyway(draft: Draft, run: ReleaseRun, command: Doing & { type: 'start-anyway' }): Refusal | null {
  const inHand = run.rollback ? inHandStep(run) : null;
  if (!inHand)
    return { code: 'rollback.nothing-in-hand', text: 'Nothing is in hand any more; the rollback goes on by itself.' };
  const may = mayRollBack(run, command.actor, 'Starting the rollback beside a running command');
  if (!may.ok) return deny(draft, command.actor, 'start-anyway', may);
  const reason = `"${titleOf(run, inHand)}" has not ended`;
  draft.add(
    fact('override.given', { what: 'start-anyway', reason, rule: may.rule, roles: [...command.actor.roles] }),
    command.actor,
  );
  return null;
}

function abort(draft: Draft, run: ReleaseRun, command: Doing & { type: 'abort' }): Refusal | null {
  const may = mayRollBack(run, command.actor, `Aborting ${run.id}`);
  if (!may.ok) return deny(draft, command.actor, 'abort', may);
  if (command.reason.trim() === '')
    return { code: 'abort.reason', text: 'Aborting needs a reason: write it in a sentence.' };
  draft.add(fact('release.aborted', { reason: command.reason, rule: may.rule }), command.actor);
  return null;
}
