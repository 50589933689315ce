import { assert } from '#src/base/assert.ts';
import { beginDrill } from './drill/begin.ts';
import { evolveDrill } from './drill/evolve.ts';
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
  if (fact.type === 'drill.started') return beginDrill(stream, fact);
  assert(fact.type === 'incident.declared', `${stream} begins with its start`);
  return beginIncident(stream, fact);
}

function evolve(run: Run, fact: Fact): Run {
  switch (run.kind) {
    case 'release':
      return evolveRelease(run, fact);
    case 'incident':
      return evolveIncident(run, fact);
    case 'drill':
      return evolveDrill(run, fact);
  }
}
