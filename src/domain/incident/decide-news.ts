import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { fact } from '#src/domain/fact.ts';
import { decideProcedureNews } from '#src/domain/procedure/decide-news.ts';
import { procedureTimerFired } from '#src/domain/procedure/decide-timer.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { stepGaveUp } from '#src/domain/procedure/gave-up.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { watchMeasured } from '#src/domain/procedure/watch-measured.ts';
import { escalate } from './escalate.ts';
import { lookAt } from './page-asks.ts';
import { incidentPages, pageAccepted, pageGaveUp, pageLate, pageStanding, pageUnread } from './page-news.ts';
import { remind } from './remind.ts';
import { suggest } from './suggest.ts';

/** What timers, finished effects, webhooks and other runs tell an incident. */
export function decideIncidentNews(
  draft: Draft,
  run: IncidentRun,
  command: WorldCommand,
  now: Instant,
): readonly EffectAsk[] {
  switch (command.type) {
    case 'timer':
      return timerFired(draft, run, command.name, now);
    case 'measured':
      measured(draft, run, command);
      return [];
    case 'page-accepted':
      pageAccepted(incidentPages(draft), command);
      return [];
    case 'page-standing':
      pageStanding(incidentPages(draft), command, now);
      return [];
    case 'page-unread':
      pageUnread(incidentPages(draft), command);
      return [];
    case 'suspects-found':
      draft.add(fact('suspects.found', { releases: command.releases.map(one => ({ ...one })) }), BOT);
      return [];
    case 'linked':
      if (!run.links.some(one => one.run === command.run))
        draft.add(fact('run.linked', { run: command.run, why: command.why }), BOT);
      return [];
    case 'action-told':
      actionTold(draft, run, command);
      return [];
    case 'postmortem-written': {
      const { name, hash, permalink } = command;
      draft.add(fact('postmortem.drafted', { name, hash, permalink }), BOT);
      return [];
    }
    case 'effect-gave-up':
      gaveUp(draft, run, command);
      return [];
    default:
      decideProcedureNews(draft, run, command, now);
      return [];
  }
}

function timerFired(draft: Draft, run: IncidentRun, name: string, now: Instant): readonly EffectAsk[] {
  const [what, subject = ''] = name.split(':');
  switch (what) {
    case 'update-due':
      remind(draft, now);
      return [];
    case 'escalate':
      escalate(draft, Number(subject), now);
      return [];
    case 'page-late':
    case 'page-unacked':
      pageLate(incidentPages(draft), subject, now);
      return [];
    case 'read-back':
      return lookAt(run, subject);
    case 'postmortem-due':
      postmortemDue(draft, run, now);
      return [];
    default:
      return procedureTimerFired(draft, run, name, now);
  }
}

function postmortemDue(draft: Draft, run: IncidentRun, now: Instant): void {
  const { dueAt, state } = run.postmortem;
  if (dueAt === null || run.status !== 'resolved' || state === 'reviewed' || state === 'closed') return;
  draft.add(fact('postmortem.reminded', { dueAt, says: now < dueAt ? 'is due' : 'was due' }), BOT);
}

/** One sweep came back: it is judged and kept; a higher grade may be suggested by it. Nothing acts by itself. */
function measured(draft: Draft, run: IncidentRun, command: WorldCommand & { type: 'measured' }): void {
  watchMeasured(draft, run, command);
  suggest(draft);
}

/** What another run made of an action. */
function actionTold(draft: Draft, run: IncidentRun, command: WorldCommand & { type: 'action-told' }): void {
  const taken = run.actions.find(one => one.id === command.taken);
  if (taken?.state !== 'running') return;
  const says = command.failed ? `not done: ${command.says}` : command.says;
  draft.add(fact('action.done', { id: taken.id, says }), BOT);
}

/** An effect that will not be tried again: on record, and whatever stood on it goes the next way. */
function gaveUp(draft: Draft, run: IncidentRun, command: WorldCommand & { type: 'effect-gave-up' }): void {
  const { kind, says, page, taken } = command;
  stepGaveUp(draft, run, command);
  if (kind === 'command.stop') return;
  if (taken !== undefined)
    return actionTold(draft, run, { actor: BOT, type: 'action-told', taken, says, failed: true });
  if (page !== null) pageGaveUp(incidentPages(draft), kind, page, says);
}
