import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import { lookAt } from '#src/domain/incident/page-asks.ts';
import { pageLate } from '#src/domain/incident/page-news.ts';
import { procedureTimerFired } from '#src/domain/procedure/decide-timer.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { currentPhase, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import { closuresOf, isBound } from './calendar/bound.ts';
import { lookAgain, warnOfEnd } from './calendar/decide.ts';
import { sayClosures } from './calendar/look.ts';
import { unclaimed } from './care.ts';
import { voidGatePassed } from './decide-move.ts';
import { escalate } from './escalate.ts';
import { gateOf } from './gate-state.ts';
import { isHeld, sayHold } from './hold.ts';
import { pagingOf, releasePages } from './paging.ts';
import { datedPhases } from './phase-offset.ts';
import { askedEarly, waitingPhase } from './timers.ts';

/** A moment has come. What only had to wait (soaks, pauses, phases) goes on by itself. */
export function timerFired(draft: Draft, run: ReleaseRun, name: string, now: Instant): readonly EffectAsk[] {
  const colon = name.indexOf(':');
  const subject = name.slice(colon + 1);
  switch (name.slice(0, colon)) {
    case 'vote-deadline':
      voteExpired(draft, run, subject);
      return [];
    case 'phase-due':
      phaseDue(draft, run, subject, now);
      return [];
    case 'window':
      lookAgain(draft, now);
      return [];
    case 'window-warning':
      warnOfEnd(draft, now);
      return [];
    case 'page-late':
    case 'page-unacked':
      pageLate(releasePages(draft), subject, now);
      return [];
    case 'escalate':
      escalate(draft, Number(subject), now);
      return [];
    case 'read-back':
      return lookAt(pagingOf(run), subject);
    case 'unclaimed':
      unclaimed(draft, run, subject);
      return [];
    default:
      return procedureTimerFired(draft, run, name, now);
  }
}

/** Its moment is here, and it cannot begin: whoever does it hears why, and how late it becomes is said when it begins. */
function phaseDue(draft: Draft, run: ReleaseRun, id: string, now: Instant): void {
  const due = run.T === null ? undefined : datedPhases(run, run.T).find(one => one.id === id);
  if (due === undefined) return;
  const stillAsked = askedEarly(run, id);
  if (stillAsked !== null) {
    const says = `"${titleById(run, stillAsked)}" is still asked`;
    draft.add(fact('phase.due', { phase: id, at: due.at, says, asks: stillAsked }), BOT);
  }
  if ((run.phases[id]?.status ?? 'pending') !== 'pending') return;
  const says = waitingPhase(run)?.id === id ? keptOut(run, id, now) : before(run);
  if (says === null) return;
  draft.add(fact('phase.due', { phase: id, at: due.at, says }), BOT);
  // It was approved while nothing held it; whoever may accept that can do so where it is asked again.
  if (isHeld(run) && waitingPhase(run)?.id === id) voidGatePassed(draft, sayHold(run));
}

function before(run: ReleaseRun): string {
  return run.status === 'paused' ? 'the run is paused' : `"${currentPhase(run)?.title ?? ''}" is not done`;
}

/** What keeps the phase out whose turn it is; null: it begins with this very decision. A turn in production is told apart. */
function keptOut(run: ReleaseRun, id: string, now: Instant): string | null {
  const phase = run.runbook.phases.find(one => one.id === id);
  if (phase === undefined) return null;
  if (phase.touchesProduction && isHeld(run)) return sayHold(run);
  const closures = isBound(run, phase) ? closuresOf(run, phase, now) : [];
  return closures.length === 0 ? null : `the calendar is closed: ${sayClosures(closures)}`;
}

function voteExpired(draft: Draft, run: ReleaseRun, id: string): void {
  const { status, attempt } = stateOf(run, id);
  if (status !== 'waiting' || gateOf(run, id).status !== 'open') return;
  draft.add(fact('gate.expired', { step: id, attempt }), BOT);
  const says = 'Time for go/no-go is up without enough votes, which counts as no-go.';
  draft.add(fact('release.paused', { cause: 'gate', says, step: id, watch: null }), BOT);
}
