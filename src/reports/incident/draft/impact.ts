import { sayDuration } from '#src/base/time.ts';
import { table } from '../../markdown.ts';
import type { IncidentFacts } from '../facts.ts';
import type { Stretch } from '../stretches.ts';
import { timeIn } from '../stretches.ts';
import { blocks, said, sentence, todo } from './words.ts';

/** What users felt, and for how long at which severity. */
export function impact(facts: IncidentFacts): string {
  const { run } = facts;
  return blocks(
    run.impact === null ? todo('What did users feel?') : sentence(said(run.impact)),
    timeTable(facts),
    todo('In numbers: how many users, requests, orders or support tickets? Which promised service levels were missed?'),
  );
}

const STATUSES: readonly (readonly [Stretch['status'], string])[] = [
  ['undeclared', 'Not yet declared'],
  ['investigating', 'Investigating'],
  ['mitigated', 'Mitigated'],
  ['resolved', 'Thought to be over'],
];

/** Each severity against each status; rows and columns add up to the whole. */
function timeTable({ run, stretches }: IncidentFacts): string {
  const statuses = STATUSES.filter(([id]) => stretches.some(one => one.status === id));
  const severities = run.runbook.grades
    .map(grade => grade.name)
    .filter(name => stretches.some(one => one.severity === name));
  const row = (title: string, of: (stretch: Stretch) => boolean) => {
    const cells = statuses.map(([id]) => timeIn(stretches, one => of(one) && one.status === id));
    return [title, ...cells.map(ms => (ms === 0 ? '' : sayDuration(ms))), sayDuration(timeIn(stretches, of))];
  };
  const rows = severities.map(name => row(said(name), one => one.severity === name));
  const all = severities.length > 1 ? [row('All', () => true)] : [];
  return table(['Time in', ...statuses.map(([, name]) => name), 'In all'], [...rows, ...all]);
}
