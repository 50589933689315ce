import type { Fact } from '#src/domain/fact.ts';
import type { PhaseState, Run } from './state.ts';
import { changed } from './state.ts';

/** Folds the beginning and the end of phases. */
export function evolvePhase<R extends Run>(run: R, fact: Fact): R {
  switch (fact.type) {
    case 'phase.started':
      return withPhase(run, fact.data.phase, { status: 'running', startedAt: fact.at });
    case 'phase.finished':
      return withPhase(run, fact.data.phase, { status: 'done', endedAt: fact.at });
    case 'phase.skipped':
      return withPhase(run, fact.data.phase, { status: 'skipped' });
    default:
      return run;
  }
}

function withPhase<R extends Run>(run: R, id: string, change: Partial<PhaseState>): R {
  const before = run.phases[id] ?? { status: 'pending', startedAt: null, endedAt: null };
  return changed(run, { phases: { ...run.phases, [id]: { ...before, ...change } } });
}
