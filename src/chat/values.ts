import { stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';

/**
 * What a button carries: which run, step and attempt it was drawn for, and for votes the hash of what was shown. The
 * decider refuses one that is stale. Written here, read in commands/values.ts.
 */
export type ButtonValue = {
  readonly run: string;
  readonly step?: string;
  readonly attempt?: number;
  readonly hash?: string;
  readonly item?: string;
  readonly holds?: boolean;
  readonly label?: string;
  readonly fact?: string;
  readonly word?: string;
  readonly rest?: string;
};

/** Slack takes values up to this length. */
export const VALUE_MAX = 2_000;

export function runValue(run: Pick<Run, 'id'>, more: Omit<ButtonValue, 'run'> = {}): string {
  return JSON.stringify({ run: run.id, ...more } satisfies ButtonValue);
}

export function stepValue(run: Run, step: string, more: Omit<ButtonValue, 'run' | 'step' | 'attempt'> = {}): string {
  return runValue(run, { step, attempt: stateOf(run, step).attempt, ...more });
}
