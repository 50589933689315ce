import type { Fact } from '#src/domain/fact.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { header } from './incident/draft/header.ts';
import { sections } from './incident/draft/sections.ts';
import { TODO } from './incident/draft/words.ts';
import { incidentFacts } from './incident/facts.ts';
import { page } from './markdown.ts';

/**
 * The draft of a postmortem in Markdown, filled from the timeline wherever it can be. What only people know is a question
 * marked TODO, never an empty heading. The same timeline gives the same draft, to the byte.
 */
export function postmortem(run: IncidentRun, facts: readonly Fact[]): string {
  const computed = incidentFacts(run, facts);
  const [head, body] = [header(computed), sections(computed)];
  const open = [head, ...body].join('\n').split(TODO).length - 1;
  return page([head, `${open} questions marked TODO are for people; everything else is from the timeline.`, ...body]);
}
