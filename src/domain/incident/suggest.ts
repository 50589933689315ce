import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import type { Measured } from '#src/domain/measure/standing.ts';
import { sayStanding, standing } from '#src/domain/measure/standing.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { Grade } from '#src/domain/runbook/model/incident.ts';
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
  const above = run.runbook.grades.filter(one => isHigher(run, one.name, higher.name));
  draft.add(fact('incident.suggested', { severity: higher.name, says: sayWhy(watch, higher, above) }), BOT);
}

/** Conditions of a grade that hold now, each with the sentence of its reading. */
export function reasonsFor(measured: Measured, { suggest }: Pick<Grade, 'suggest'>): readonly string[] {
  return suggest.flatMap(one => (standing(measured, one) ? [sayStanding(measured, one)] : []));
}

/**
 * "At least SEV2: p95 620 ms > budget x 2; /ready was not measured". What cannot be measured could only make it worse, so
 * `higher` are the grades above this one.
 */
export function sayWhy(
  measured: Measured,
  grade: Pick<Grade, 'name' | 'suggest'>,
  higher: readonly Pick<Grade, 'suggest'>[],
): string {
  const reasons = reasonsFor(measured, grade).join('; ');
  const blind = higher
    .flatMap(one => one.suggest.map(wanted => wanted.metric))
    .filter(name => !['pass', 'fail'].includes(measured.latest[name]?.verdict ?? ''));
  const titles = [...new Set(blind)].map(
    name => measured.definition.metrics.find(one => one.name === name)?.title ?? name,
  );
  return titles.length === 0
    ? `${grade.name}: ${reasons}`
    : `At least ${grade.name}: ${reasons}; ${titles.join(', ')} not measured`;
}
