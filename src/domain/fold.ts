import { assert } from '#src/base/assert.ts';
import type { Fact } from './fact.ts';
import { beginIncident } from './incident/begin.ts';
import { evolveIncident } from './incident/evolve.ts';
import type { Run } from './procedure/state.ts';
import { beginRelease } from './release/begin.ts';
import { evolveRelease } from './release/evolve.ts';

/** Folds one fact into the state of a run; null before its first, which says what kind of run it is. */
export function fold(stream: string, run: Run | null, fact: Fact): Run {
  if (run !== null) return { ...evolve(run, fact), seq: fact.seq };
  if (fact.type === 'release.started') return beginRelease(stream, fact);
  assert(fact.type === 'incident.declared', `${stream} begins with its start`);
  return beginIncident(stream, fact);
}

function evolve(run: Run, fact: Fact): Run {
  return run.kind === 'release' ? evolveRelease(run, fact) : evolveIncident(run, fact);
}
