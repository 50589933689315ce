import type { People } from '../directory.ts';
import type { Incident, Incidents } from '../incidents.ts';
import type { Judge } from '../judge.ts';
import type { FakeClock } from '../options.ts';

/** What answers and webhooks are made from. */
export type Context = {
  readonly clock: FakeClock;
  readonly judge: Judge;
  readonly people: People;
  readonly incidents: Incidents;
  /** What stands in `incident_key`. */
  readonly keyOf: (incident: Incident) => string | null;
  /** Where webhooks go, and whether they are switched off for a while. */
  readonly webhook: () => { readonly url: string | undefined; readonly disabled: boolean };
  /** Where a person looks at it. */
  readonly urlOf: (incident: Incident) => string;
};
