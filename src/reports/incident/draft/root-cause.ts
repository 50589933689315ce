import type { IncidentFacts } from '../facts.ts';
import { blocks, lines, said, todo } from './words.ts';

/** Only people know it; they are asked for conditions, not for somebody to blame. */
export function rootCause({ run }: IncidentFacts): string {
  const releases = run.suspects.map(one => said(one.run)).join(', ');
  const whys = [
    `Why did it happen (“${said(run.title)}”)?`,
    'Why was that so?',
    'Why was that so?',
    'Why was that so?',
    'Why was that so? (Stop where an answer names something we can change.)',
  ];
  return blocks(
    todo('Which conditions had to come together? Name systems, rules and habits, not people.'),
    todo(
      `What made it possible, what set it off${releases === '' ? '' : ` (${releases}?)`}, and what let it go on for so long?`,
    ),
    'Five whys:',
    lines(...whys.map((why, index) => `${index + 1}. ${todo(why)}`)),
  );
}
