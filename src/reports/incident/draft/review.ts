import type { IncidentFacts } from '../facts.ts';
import { lines, roleTitle, said, todo, who } from './words.ts';

/** What the reviewers look for, after Google's list. */
const LOOK_FOR = [
  'The summary is understood by somebody who was not there.',
  'The impact is complete and in numbers.',
  'The root cause is deep enough: fixing it prevents more than this one incident.',
  'Roles and systems are named, nobody is blamed.',
  'Each action has an owner, a date and a ticket, and one of them prevents, one detects.',
  'No question marked TODO is left open.',
  'Everybody concerned has been told.',
];

export function review({ run }: IncidentFacts): string {
  const { reviewers } = run.runbook.postmortem;
  const asked = reviewers.map(role => {
    const people = (run.people[role] ?? []).map(user => who({ ...run, commander: null, deputy: null }, user, [role]));
    return `- [ ] Reviewed by ${people.length === 0 ? said(roleTitle(run, role)) : people.join(' or ')}`;
  });
  const nobody = asked.length === 0 ? [`- [ ] ${todo('The runbook names no reviewers. Who reviews it?')}`] : asked;
  return lines(...nobody, ...LOOK_FOR.map(one => `- [ ] ${one}`));
}
