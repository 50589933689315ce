import type { Fact } from '#src/domain/fact.ts';
import { evolvePhase } from '#src/domain/procedure/evolve-phase.ts';
import { evolveStep } from '#src/domain/procedure/evolve-step.ts';
import { evolveWatch } from '#src/domain/procedure/evolve-watch.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';

/** Folds one fact into the state of a drill. Facts that only tell something leave it as it is. */
export function evolveDrill(run: DrillRun, fact: Fact): DrillRun {
  switch (fact.type) {
    case 'drill.aborted': {
      const { reason, counts } = fact.data;
      const by = fact.actor.kind === 'person' ? fact.actor.user : 'gonogo';
      const result = counts ? { passed: false, reasons: [`aborted: ${reason}`], records: [], at: fact.at } : null;
      return { ...run, status: 'aborted', endedAt: fact.at, abort: { reason, by }, result };
    }
    case 'drill.ended': {
      const { passed, reasons, records } = fact.data;
      const result = { passed, reasons, records, at: fact.at };
      return { ...run, status: passed ? 'passed' : 'failed', endedAt: fact.at, result };
    }
    case 'effect.unknown':
    case 'effect.gave-up':
      return evolveStep({ ...run, troubles: [...run.troubles, fact.data.says] }, fact);
    default:
      return evolveWatch(evolveStep(evolvePhase(run, fact), fact), fact);
  }
}
