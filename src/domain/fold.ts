import { assert } from '#src/base/assert.ts';
import { evolveAlerts } from './alerts/evolve.ts';
import { beginDrill } from './drill/begin.ts';
import { evolveDrill } from './drill/evolve.ts';
import type { Fact } from './fact.ts';
import { beginIncident } from './incident/begin.ts';
import { evolveIncident } from './incident/evolve.ts';
import { withPeople } from './procedure/people.ts';
import type { Run } from './procedure/state.ts';
import { evolveProduct } from './product/evolve.ts';
import { beginRelease } from './release/begin.ts';
import { evolveRelease } from './release/evolve.ts';
import type { State } from './state.ts';
import { asAlerts, asProduct, asRun } from './state.ts';

/** Folds one fact into the state of a stream; null before its first, which says what it is. */
export function fold(stream: string, state: State | null, fact: Fact): State {
  const alerts = asAlerts(state);
  if (alerts !== null || fact.type === 'alerts.defined') return evolveAlerts(stream, alerts, fact);
  const product = asProduct(state);
  if (product !== null || fact.type === 'product.defined') return evolveProduct(stream, product, fact);
  return foldRun(stream, asRun(state), fact);
}

/** As `fold`, of a run. */
export function foldRun(stream: string, run: Run | null, fact: Fact): Run {
  if (run !== null) return { ...evolve(withPeople(run, fact), fact), seq: fact.seq };
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
