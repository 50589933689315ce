import { iso } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';

/** The draft of a postmortem in Markdown, filled from the timeline. */
export function postmortem(run: IncidentRun, facts: readonly Fact[]): string {
  return [`# ${run.id}: ${run.title}`, '', ...facts.map(fact => `- ${iso(fact.at)} ${fact.type}`), ''].join('\n');
}
