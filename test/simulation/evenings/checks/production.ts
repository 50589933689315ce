import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Noted } from '../../incidents/checks/check.ts';

const ACTS: ReadonlySet<string> = new Set(['run', 'http', 'shift']);

/** What of a release touches production, read from the runbook it pinned. */
export type Production = {
  readonly runbook: ReleaseRunbook;
  readonly phases: ReadonlySet<string>;
  /** Steps of these phases that do something to it. */
  readonly steps: ReadonlySet<string>;
};

export function productionOf(started: Noted & { type: 'release.started' }): Production {
  const runbook = started.data.runbook as unknown as ReleaseRunbook;
  const touching = runbook.phases.filter(phase => phase.touchesProduction);
  return {
    runbook,
    phases: new Set(touching.map(phase => phase.id)),
    steps: new Set(touching.flatMap(phase => phase.steps.filter(step => ACTS.has(step.verb)).map(step => step.id))),
  };
}

/** Production is entered, or something is done to it; not on the way back. */
export function touches({ phases, steps }: Production, fact: Noted): boolean {
  if (fact.type === 'phase.started') return phases.has(fact.data.phase);
  return (fact.type === 'step.started' || fact.type === 'wave.started') && steps.has(fact.data.step);
}

export function hasEnded({ type }: Noted): boolean {
  return type === 'release.completed' || type === 'release.aborted' || type === 'release.rolled-back';
}
