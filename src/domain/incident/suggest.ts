import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import { sayValue } from '#src/domain/measure/say.ts';
import { isStanding } from '#src/domain/measure/streak.ts';
import type { WatchState } from '#src/domain/measure/watch.ts';
import { rulesOf } from '#src/domain/measure/watch.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun, WatchRecord } from '#src/domain/procedure/state.ts';
import type { Grade, Suggestion } from '#src/domain/runbook/model/incident.ts';
import { isHigher } from './grade.ts';
import { LIVE_WATCH } from './watching.ts';

/** A higher grade than the present one is suggested by what was measured: asked, with its figures, and never set. */
export function suggest(draft: Draft): void {
  const run = draft.incident;
  const watch = run.watches[LIVE_WATCH];
  if (!watch || watch.ended || run.status === 'resolved') return;
  const grade = run.runbook.grades.find(one => reasonsFor(watch, one).length > 0);
  const higher = grade !== undefined && isHigher(run, grade.name, run.severity) ? grade : null;
  const { suggestion } = run;
  if (higher === null) {
    if (suggestion !== null)
      draft.add(fact('incident.suggestion-ended', { severity: suggestion.severity, says: 'it holds no more' }), BOT);
    return;
  }
  if (suggestion?.severity === higher.name) return;
  draft.add(fact('incident.suggested', { severity: higher.name, says: sayWhy(run, watch, higher) }), BOT);
}

/** Conditions of a grade that hold now, each with the sentence of its reading. */
function reasonsFor(watch: WatchRecord, grade: Grade): readonly string[] {
  return grade.suggest.flatMap(one => (holds(watch, one) ? [sayReason(watch, one)] : []));
}

/** `p95 latency 620 ms > budget x 2 for 5 min`: the limit is the suggestion's, not the metric's own. */
function sayReason({ definition, latest }: WatchRecord, { metric: name, condition, forMs }: Suggestion): string {
  const metric = definition.metrics.find(one => one.name === name);
  const value = latest[name]?.value ?? null;
  const span = forMs === null ? '' : ` for ${sayDuration(forMs)}`;
  const title = metric?.title ?? name;
  if (condition.kind === 'failing') return `${title} fails${span}`;
  if (condition.kind === 'failures') return `${title} failed ${condition.count} times in a row`;
  const figure = metric === undefined || value === null ? '' : ` ${sayValue(metric, value)}`;
  return `${title}${figure} ${condition.kind === 'above' ? '>' : '<'} ${condition.text}${span}`;
}

function holds({ definition, state }: WatchRecord, wanted: Suggestion): boolean {
  const metric = definition.metrics.find(one => one.name === wanted.metric);
  const known: WatchState['metrics'][string] | undefined = state.metrics[wanted.metric];
  if (!metric || !known || known.judgedAt === null) return false;
  const index = rulesOf(definition, metric).findIndex(
    rule => rule.forMs === wanted.forMs && JSON.stringify(rule.condition) === JSON.stringify(wanted.condition),
  );
  const rule = rulesOf(definition, metric)[index];
  const streak = known.streaks[index];
  return rule !== undefined && streak !== undefined && isStanding(rule, streak, known.judgedAt);
}

/** "At least SEV2: p95 620 ms > budget x 2; /ready was not measured". What cannot be measured could only make it worse. */
function sayWhy(run: IncidentRun, watch: WatchRecord, grade: Grade): string {
  const reasons = reasonsFor(watch, grade).join('; ');
  const blind = run.runbook.grades
    .filter(one => isHigher(run, one.name, grade.name))
    .flatMap(one => one.suggest.map(wanted => wanted.metric))
    .filter(name => !['pass', 'fail'].includes(watch.latest[name]?.verdict ?? ''));
  const titles = [...new Set(blind)].map(
    name => watch.definition.metrics.find(one => one.name === name)?.title ?? name,
  );
  return titles.length === 0
    ? `${grade.name}: ${reasons}`
    : `At least ${grade.name}: ${reasons}; ${titles.join(', ')} not measured`;
}
