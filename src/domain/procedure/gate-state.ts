import { stateOf } from './sections.ts';
import type { GateState, Run } from './state.ts';

const OPEN: GateState = { status: 'open', expiresAt: null, votes: [], facts: [], factsAt: null, remarks: [] };

/** The gate of an approve step; before it opened, an empty one. */
export function gateOf(run: Run, step: string): GateState {
  return stateOf(run, step).gate ?? OPEN;
}
