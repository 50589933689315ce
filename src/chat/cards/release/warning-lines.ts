import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { isHeld, sayHold } from '#src/domain/release/hold.ts';
import type { Runbook } from '#src/domain/runbook/model/runbook.ts';
import { when } from '../../dates.ts';
import { inert } from '../../escape.ts';

/** Limits that warn and are exceeded now. They stop nothing, so without a line here nobody would see that they still hold. */
export function warningLines(run: ReleaseRun): readonly string[] {
  if (isFinal(run)) return [];
  const warnings = Object.values(run.watches).flatMap(watch => (watch.ended ? [] : (watch.warning ?? [])));
  const lines = warnings.map(one => {
    const asks = one.action === 'incident' ? declareWords(run.runbook) : '';
    return `⚠ *Warning* since ${when(one.at)}: ${inert(one.says)}${asks}`;
  });
  return [...new Set(lines)];
}

/** A limit asks for an incident; a person opens it, for only a person knows whether there is one already. */
export function declareWords({ product }: Runbook): string {
  return product.incidents
    ? '. Declare an incident: /incident declare. Nobody was paged yet.'
    : '. An incident is asked for, and this product has no runbook for one: nobody was paged.';
}

/** What everybody has to know of a release that goes where the others may not. */
export function passingLines({ passesLock, incident }: ReleaseRun): readonly string[] {
  if (passesLock === null) return [];
  return [
    `⚠ ${inert(passesLock)} was rolled back and locks production. This release is for ${inert(incident ?? 'an incident')} and goes there all the same.`,
  ];
}

/** Open incidents that keep its gates closed. */
export function holdLines(run: ReleaseRun): readonly string[] {
  if (isFinal(run) || run.rollback || run.heldBy.length === 0) return [];
  const then = isHeld(run)
    ? 'Production is not entered until it is over, or accepted with a reason at the go/no-go.'
    : 'Accepted with a reason at the go/no-go.';
  return [`⛔ *Held*: ${inert(sayHold(run))}. ${then}`];
}
