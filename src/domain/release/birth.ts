import { sha256 } from '#src/base/id.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';

/** Tells this run from one of the same number elsewhere: numbers begin anew with each database. */
export function birthOf({ stream, startedAt, initiator, channel }: ReleaseRun): string {
  return sha256(`${stream}|${startedAt}|${initiator}|${channel}`).slice(0, 12);
}
