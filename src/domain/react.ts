import { drillAsks } from './drill/react.ts';
import type { Fact } from './fact.ts';
import { incidentAsks } from './incident/react.ts';
import type { EffectAsk } from './procedure/effects.ts';
import type { Run } from './procedure/state.ts';
import { releaseAsks } from './release/react.ts';

/** What the world is asked for because of these facts of one decision; `run` is the state after all of them. */
export function react(run: Run, facts: readonly Fact[]): readonly EffectAsk[] {
  switch (run.kind) {
    case 'release':
      return releaseAsks(run, facts);
    case 'incident':
      return incidentAsks(run, facts);
    case 'drill':
      return drillAsks(run, facts);
  }
}
