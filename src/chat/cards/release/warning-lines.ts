import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { when } from '../../dates.ts';
import { inert } from '../../escape.ts';

/** Limits that warn and are exceeded now. They stop nothing, so without a line here nobody would see that they still hold. */
export function warningLines(run: ReleaseRun): readonly string[] {
  if (isFinal(run)) return [];
  const warnings = Object.values(run.watches).flatMap(watch => (watch.ended ? [] : (watch.warning ?? [])));
  const lines = warnings.map(one => {
    const pager = one.action === 'incident' ? ` ${NO_PAGER}` : '';
    return `⚠ *Warning* since ${when(one.at)}: ${inert(one.says)}${pager}`;
  });
  return [...new Set(lines)];
}

/** Saying that an incident was opened would claim what did not happen. */
export const NO_PAGER = 'An incident would be opened here, but no pager is connected: nobody was paged.';
