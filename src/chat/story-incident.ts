import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { inert } from './escape.ts';
import type { ToldFact } from './told.ts';

/** Facts that only incidents have, and those they tell in their own words. */
export function isIncidentFact(fact: ToldFact): boolean {
  return /^(?:incident|page|action|decision|task|handover|reminder|postmortem|message|suspects|run)\./.test(fact.type);
}

/** One fact of an incident as the thread tells it; null: nothing people need. */
export function incidentLine(run: IncidentRun, fact: ToldFact): string | null {
  return `${inert(run.id)}: ${fact.type}`;
}
