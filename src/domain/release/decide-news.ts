import { sha256 } from '#src/base/id.ts';
import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { fact } from '#src/domain/fact.ts';
import { pageAccepted, pageGaveUp, pageStanding, pageUnread } from '#src/domain/incident/page-news.ts';
import type { StepRef } from '#src/domain/procedure/commands.ts';
import { decideProcedureNews } from '#src/domain/procedure/decide-news.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { notDone, recordGaveUp } from '#src/domain/procedure/gave-up.ts';
import { isCurrent } from '#src/domain/procedure/refs.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { calendarMoved, freezesTold } from './calendar/decide.ts';
import { factsFound, factsNotFound, rejudgeGates } from './decide-facts.ts';
import { measured } from './decide-measured.ts';
import { timerFired } from './decide-timer.ts';
import { givesWay } from './gives-way.ts';
import { notesMarkdown, openSections } from './notes.ts';
import { releasePages } from './paging.ts';
import { startRollback } from './rollback-start.ts';
import { tagOf } from './version.ts';

/** What timers and finished effects tell a run. Answers to older attempts change nothing. */
export function decideNews(draft: Draft, run: ReleaseRun, command: WorldCommand, now: Instant): readonly EffectAsk[] {
  switch (command.type) {
    case 'timer':
      return timerFired(draft, run, command.name, now);
    case 'measured':
      measured(draft, run, command, now);
      return [];
    case 'facts-found':
      factsFound(draft, run, command, now);
      return [];
    case 'freezes-told':
      freezesTold(draft, run, command, now);
      return [];
    case 'production-turn':
      productionTurn(draft, run, command);
      return [];
    case 'production-overtaken':
      overtaken(draft, run, command.by);
      return [];
    case 'notes-drafted':
      if (isCurrent(run, command.ref)) notesDrafted(draft, run, command);
      return [];
    case 'reports-written':
      reportsWritten(draft, run, command);
      return [];
    case 'page-accepted':
      pageAccepted(releasePages(draft), command);
      return [];
    case 'page-standing':
      pageStanding(releasePages(draft), command, now);
      return [];
    case 'page-unread':
      pageUnread(releasePages(draft), command);
      return [];
    case 'effect-gave-up':
      gaveUp(draft, run, command, now);
      return [];
    case 'incident-acts':
      incidentActs(draft, run, command);
      return [];
    case 'incident-told':
      incidentTold(draft, run, command, now);
      return [];
    default:
      decideProcedureNews(draft, run, command, now);
      return [];
  }
}

function reportsWritten(draft: Draft, run: ReleaseRun, command: WorldCommand & { type: 'reports-written' }): void {
  const { ref, files } = command;
  if (ref !== null && !isCurrent(run, ref)) return;
  draft.add(fact('report.written', { step: ref?.step ?? null, files: [...files] }), BOT);
  if (ref !== null) finishStep(draft, run, ref, files.map(file => file.name).join(', '));
}

function finishStep(draft: Draft, run: ReleaseRun, ref: StepRef, says: string): void {
  if (findStep(run, ref.step) === null) return;
  draft.add(fact('step.finished', { step: ref.step, attempt: ref.attempt, outputs: {}, says, rule: null }), BOT);
}

/** With a question left in them the step waits for whoever writes the answer. */
function notesDrafted(draft: Draft, run: ReleaseRun, { ref, notes }: WorldCommand & { type: 'notes-drafted' }): void {
  const markdown = notesMarkdown(notes);
  const parts = { ...notes, sections: [...notes.sections] };
  draft.add(fact('notes.drafted', { step: ref.step, markdown, hash: sha256(markdown), parts }), BOT);
  if (openSections(notes).length === 0) finishStep(draft, run, ref, 'drafted');
}

/** An effect that will not be tried again: its step failed, its sweep could not be measured; either way it is on record. */
function gaveUp(draft: Draft, run: ReleaseRun, command: WorldCommand & { type: 'effect-gave-up' }, now: Instant): void {
  const { kind, says, ref, watch } = command;
  recordGaveUp(draft, run, command);
  // What was not told to stop is not known to have ended, so its step stays as it is and a person decides.
  if (kind === 'command.stop') return;
  if (command.page !== null) return pageGaveUp(releasePages(draft), kind, command.page, says);
  if (kind === 'facts' && ref) return factsNotFound(draft, run, ref.step, ref.attempt, now);
  // A sweep without readings counts as one that could not measure anything, and the grid goes on.
  if (watch !== null) measured(draft, run, { actor: BOT, type: 'measured', watch, samples: [] }, now);
  else notDone(draft, run, command);
}

/**
 * Somebody in an incident takes this release back, or makes it stand still. A release that is through may still go back:
 * its users have it. What cannot be done any more changes nothing, and the incident is told how the release stands.
 */
function incidentActs(draft: Draft, run: ReleaseRun, command: WorldCommand & { type: 'incident-acts' }): void {
  const { incident, what, by } = command;
  const reason = `${incident}: ${command.reason}`;
  if (what === 'pause') {
    if (run.status === 'running')
      draft.add(fact('release.paused', { cause: 'person', says: reason, step: null, watch: null }), by);
    return;
  }
  if (run.rollback || !run.runbook.rollback || run.status === 'aborted') return;
  draft.add(startRollback(run, { cause: 'person', reason, rule: `action of ${incident}` }), by);
}

/** An incident holds releases of the product, or does no more. Whoever approved while nothing held is asked again. */
function incidentTold(
  draft: Draft,
  run: ReleaseRun,
  command: WorldCommand & { type: 'incident-told' },
  now: Instant,
): void {
  const { incident, grade, says } = command;
  const known = run.heldBy.find(one => one.incident === incident)?.grade ?? null;
  if (isFinal(run)) return;
  if (incident === run.incident) return ownIncidentTold(draft, run, command, now);
  if (known === grade) return;
  draft.add(
    grade === null ? fact('release.freed', { incident, says }) : fact('release.held', { incident, grade, says }),
    BOT,
  );
  rejudgeGates(draft);
}

/** The one it was started from never holds it; while that is open its commander has a say in the calendar. */
function ownIncidentTold(
  draft: Draft,
  run: ReleaseRun,
  { incident, grade, says }: WorldCommand & { type: 'incident-told' },
  now: Instant,
): void {
  if (run.incidentHolds === (grade !== null)) return;
  draft.add(
    grade === null ? fact('release.freed', { incident, says }) : fact('release.held', { incident, grade, says }),
    BOT,
  );
  calendarMoved(draft, now);
}

/** A repair passes it: what is watched from here on is no longer this release alone. */
function overtaken(draft: Draft, run: ReleaseRun, by: string): void {
  if (!givesWay(run)) return;
  const says = `${by} repairs an incident and goes to production now, and ${run.id} was only watched any more. ${run.id} takes nothing back by itself from here on; what would have pauses it and asks`;
  draft.add(fact('production.overtaken', { by, says }), BOT);
}

function tagIn({ runbook }: ReleaseRun, version: string): string | null {
  const pattern = runbook.product.repository?.tag;
  return pattern === undefined ? null : tagOf(pattern, version);
}

/** Its turn has come, or another run of the product is in production and goes first, or has locked it. */
function productionTurn(draft: Draft, run: ReleaseRun, command: WorldCommand & { type: 'production-turn' }): void {
  const { behind, lockedFor = null, passesLock, follows = null } = command;
  const turn = run.production;
  if (turn === null || turn.taken || isFinal(run)) return;
  if (behind === null) {
    const passes = passesLock === undefined ? {} : { passesLock };
    const after = follows === null ? {} : { follows: { ...follows, tag: tagIn(run, follows.version) } };
    return draft.add(fact('production.taken', { phase: turn.phase, ...passes, ...after }), BOT);
  }
  const locked = lockedFor !== null;
  if (behind === turn.behind && locked === (turn.locked ?? false)) return;
  const says = locked
    ? `${behind} was rolled back and locks production; ${run.id} goes on when ${lockedFor} has unlocked it`
    : `${behind} of the same product is in production; ${run.id} goes on when that has ended`;
  draft.add(fact('production.awaited', { behind, says, ...(locked && { locked }) }), BOT);
}
