import { stateOf } from '#src/domain/procedure/sections.ts';
import type { GateState, ReleaseRun } from '#src/domain/procedure/state.ts';

const OPEN: GateState = { status: 'open', expiresAt: null, votes: [], facts: [], factsAt: null, remarks: [] };

/** The gate of an approve step; before it opened, an empty one. */
export function gateOf(run: ReleaseRun, step: string): GateState {
  return stateOf(run, step).gate ?? OPEN;
}
