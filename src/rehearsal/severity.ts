import type { Grade, Suggestion } from '#src/domain/runbook/model/incident.ts';
import type { Condition } from '#src/domain/runbook/model/metric.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Scene } from './scene.ts';

/** The grade it is declared with; undefined: the product has none of that name. */
export function gradeOfScene({ grades }: Pick<IncidentRunbook, 'grades'>, { severity }: Scene): Grade | undefined {
  return severity === null ? grades[0] : grades.find(one => one.name.toLowerCase() === severity.toLowerCase());
}

/** The next higher grade; null: it is the highest. */
export function gradeAbove({ grades }: Pick<IncidentRunbook, 'grades'>, name: string): Grade | null {
  return grades[grades.findIndex(one => one.name === name) - 1] ?? null;
}

/** What is made to suggest a grade: a figure if there is one, for a probe says only yes or no; null: nothing does. */
export function conditionOf({ suggest }: Grade): Suggestion | null {
  return suggest.find(one => 'value' in one.condition) ?? suggest[0] ?? null;
}

/** A value just beyond it, so that no higher grade is suggested as well; null: it asks for no value. */
export function valueBeyond(condition: Condition): number | null {
  if (!('value' in condition)) return null;
  const step = Math.max(Math.abs(condition.value) * 0.01, Number.MIN_VALUE);
  return condition.kind === 'above' ? condition.value + step : condition.value - step;
}
