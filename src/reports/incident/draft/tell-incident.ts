import { sayDuration } from '#src/base/time.ts';
import { isHigher } from '#src/domain/incident/grade.ts';
import type { IncidentFacts } from '../facts.ts';
import type { Moment } from '../history.ts';
import { count, exceptionWords, person, roleTitles, said, sentence, time, timeBeside, whoActs } from './words.ts';

/** One fact about the incident itself as the timeline tells it; null: it is told elsewhere or matters to nobody. */
export function tellIncidentFact({ run: last, cadence }: IncidentFacts, { fact, before, run }: Moment): string | null {
  const by = whoActs(before ?? run, fact.actor);
  switch (fact.type) {
    case 'incident.declared':
      return `${by} declared it ${said(fact.data.severity)}: ${said(fact.data.title)}${impactOf(fact.data.impact)}`;
    case 'incident.titled':
      return `${by} gave it the title “${said(fact.data.title)}”`;
    case 'incident.impact-set':
      return `${by} stated the impact: ${said(fact.data.impact)}`;
    case 'incident.severity-set': {
      const { from, severity, reason } = fact.data;
      const way = isHigher(last, severity, from) ? 'raised' : 'lowered';
      return `${by} ${way} it from ${said(from)} to ${said(severity)}${why(reason)}`;
    }
    case 'incident.suggested':
      return `The figures suggest ${said(fact.data.says)}`;
    case 'incident.commander-set':
      return `${by} took command${fact.data.how === 'handover' ? ', as offered' : ''}`;
    case 'incident.deputy-set':
      return `${by} made ${person(fact.data.user)} deputy`;
    case 'handover.offered':
      return `${by} offered command to ${person(fact.data.to)} with a brief`;
    case 'handover.declined':
      return `${by} declined command${why(fact.data.reason)}`;
    case 'incident.updated':
      return `${by} posted ${fact.data.noChange ? '“no change”' : `an update: ${said(firstOf(fact.data))}`}${late()}`;
    case 'incident.update-missed':
      // Told once a turn; the ones after it say the same again.
      return before?.cadence.missedCounted ? null : sentence(said(fact.data.says));
    case 'reminder.snoozed':
      return `${by} put the update off until ${timeBeside(fact.data.until, fact.at)}${why(fact.data.reason)}`;
    case 'incident.escalated':
      return escalated(run, fact, by);
    case 'incident.mitigated': {
      const since = fact.data.at < fact.at ? `, since ${timeBeside(fact.data.at, fact.at)}` : '';
      return `${by} called it mitigated${since}: users feel it no more`;
    }
    case 'incident.reactivated':
      return `${by} called it active again${why(fact.data.reason)}`;
    case 'incident.resolve-refused': {
      const { length } = fact.data.reasons;
      return `${by} wanted to resolve it; ${count(length, 'thing')} stood in the way (under Resolution)`;
    }
    case 'incident.resolved':
      return `${by} resolved it: ${said(fact.data.summary)}`;
    case 'incident.reopened':
      return `${by} reopened it${why(fact.data.reason)}`;
    case 'override.given':
      return `${by} accepted an exception (${exceptionWords(fact.data.what)})${why(fact.data.reason)}`;
    default:
      return null;
  }

  function late(): string {
    const turn = cadence.turns.find(one => one.seq === fact.seq);
    if (!turn || turn.dueAt === null || turn.lateMs === 0) return '';
    return ` (due ${time(turn.dueAt)}, ${sayDuration(turn.lateMs)} late)`;
  }
}

/** The rest of an update stands under the messages sent. */
function firstOf(update: { readonly status: string; readonly conditions: string; readonly actions: string }): string {
  return [update.conditions, update.status, update.actions].find(text => text.trim() !== '') ?? 'what is needed';
}

function escalated(run: Moment['run'], { data }: Moment['fact'] & { type: 'incident.escalated' }, by: string): string {
  const whom = roleTitles(run, data.roles);
  return data.rule < 0
    ? `${by} called ${whom}: ${said(data.says)}`
    : `The chain of escalation called ${whom}: ${said(data.says)}`;
}

function impactOf(impact: string | null): string {
  return impact === null ? '' : ` (impact: ${said(impact)})`;
}

function why(reason: string | null): string {
  return reason === null || reason.trim() === '' ? '' : `: ${said(reason)}`;
}
