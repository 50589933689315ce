import type { IncidentFacts } from '../facts.ts';
import { lines, said, timeBeside, todo, whoActs } from './words.ts';

export function decisions({ run, moments }: IncidentFacts): string {
  const all = moments.flatMap(({ fact, before }) =>
    fact.type === 'decision.added'
      ? [`- **${timeBeside(fact.at, run.startedAt)}** ${whoActs(before ?? run, fact.actor)}: ${said(fact.data.text)}`]
      : [],
  );
  if (all.length === 0)
    return todo('No decision was recorded. What was decided, by whom, and what else was on the table?');
  return lines(...all);
}
