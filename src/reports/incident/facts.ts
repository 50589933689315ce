import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { CadenceKept } from './cadence-kept.ts';
import { cadenceKept } from './cadence-kept.ts';
import type { ActionStory, HandoverStory } from './deeds.ts';
import { actionsOf, handoversOf } from './deeds.ts';
import type { Moment } from './history.ts';
import { endOf, history } from './history.ts';
import type { KeyTimes } from './key-times.ts';
import { keyTimes } from './key-times.ts';
import type { PageStory } from './pages.ts';
import { pagesOf } from './pages.ts';
import type { Stretch } from './stretches.ts';
import { stretchesOf } from './stretches.ts';
import type { Wait } from './waits.ts';
import { waitsOf } from './waits.ts';

/** What is computed from an incident's timeline: nothing in it is typed by hand, and the same timeline gives the same. */
export type IncidentFacts = {
  readonly run: IncidentRun;
  readonly moments: readonly Moment[];
  /** Until when times are counted. */
  readonly end: Instant;
  readonly times: KeyTimes;
  readonly stretches: readonly Stretch[];
  readonly pages: readonly PageStory[];
  readonly cadence: CadenceKept;
  readonly handovers: readonly HandoverStory[];
  readonly actions: readonly ActionStory[];
  readonly waits: readonly Wait[];
};

export function incidentFacts(run: IncidentRun, facts: readonly Fact[]): IncidentFacts {
  const moments = history(run.stream, facts);
  const end = endOf(run, facts);
  const pages = pagesOf(facts);
  const handovers = handoversOf(moments);
  return {
    run,
    moments,
    end,
    times: keyTimes(run, moments, pages),
    stretches: stretchesOf(moments, end),
    pages,
    cadence: cadenceKept(moments, end),
    handovers,
    actions: actionsOf(moments),
    waits: waitsOf(run, moments, { pages, handovers, end }),
  };
}
