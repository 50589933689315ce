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
import { lookAgain, warnOfEnd } from './calendar/decide.ts';
import { unclaimed } from './care.ts';
import { escalate } from './escalate.ts';
import { gateOf } from './gate-state.ts';
import { pagingOf, releasePages } from './paging.ts';
import { datedPhases } from './phase-offset.ts';
import { waitingPhase } from './timers.ts';

/** A moment has come. What only had to wait (soaks, pauses, phases) goes on by itself. */
export function timerFired(draft: Draft, run: ReleaseRun, name: string, now: Instant): readonly EffectAsk[] {
  const colon = name.indexOf(':');
  const subject = name.slice(colon + 1);
  switch (name.slice(0, colon)) {
    case 'vote-deadline':
      voteExpired(draft, run, subject);
      return [];
    case 'phase-due':
      phaseDue(draft, run, subject);
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
function phaseDue(draft: Draft, run: ReleaseRun, id: string): void {
  const due = run.T === null ? undefined : datedPhases(run, run.T).find(one => one.id === id);
  if (due === undefined || (run.phases[id]?.status ?? 'pending') !== 'pending') return;
  // Nothing is before it: it begins with this very decision, if the calendar lets it.
  if (waitingPhase(run)?.id === id) return;
  const before = run.status === 'paused' ? 'the run is paused' : `"${currentPhase(run)?.title ?? ''}" is not done`;
  draft.add(fact('phase.due', { phase: id, at: due.at, says: before }), BOT);
}

function voteExpired(draft: Draft, run: ReleaseRun, id: string): void {
  const { status, attempt } = stateOf(run, id);
  if (status !== 'waiting' || gateOf(run, id).status !== 'open') return;
  draft.add(fact('gate.expired', { step: id, attempt }), BOT);
  const says = 'Time for go/no-go is up without enough votes, which counts as no-go.';
  draft.add(fact('release.paused', { cause: 'gate', says, step: id, watch: null }), BOT);
}
