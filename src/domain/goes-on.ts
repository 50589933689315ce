import type { Instant } from '#src/base/time.ts';
import { nextDrillFact } from './drill/advance.ts';
import { drillConsequences } from './drill/consequences.ts';
import type { NewFact } from './events.ts';
import type { Fact } from './fact.ts';
import { nextIncidentFact } from './incident/advance.ts';
import { incidentConsequences } from './incident/consequences.ts';
import type { Run } from './procedure/state.ts';
import { nextReleaseFact } from './release/advance.ts';
import { releaseConsequences } from './release/consequences.ts';

/** The next fact that follows from the state alone; null when the run waits for somebody or something. */
export function nextFactOf(run: Run, now: Instant): NewFact | null {
  switch (run.kind) {
    case 'release':
      return nextReleaseFact(run, now);
    case 'incident':
      return nextIncidentFact(run, now);
    case 'drill':
      return nextDrillFact(run, now);
  }
}

/** Facts that always come with another. */
export function consequencesOf(before: Run | null, caused: Fact, run: Run, now: Instant): readonly NewFact[] {
  switch (run.kind) {
    case 'release':
      return releaseConsequences(before?.kind === 'release' ? before : null, caused, run, now);
    case 'incident':
      return incidentConsequences(before?.kind === 'incident' ? before : null, caused, run);
    case 'drill':
      return drillConsequences(before?.kind === 'drill' ? before : null, caused, run);
  }
}
