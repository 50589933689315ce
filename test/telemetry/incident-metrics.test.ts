import { expect, test } from 'vitest';
import { foldRun } from '#src/domain/fold.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { type Observation, observe, openBySeverity } from '#src/telemetry/incident-metrics.ts';
import { createMetrics } from '#src/telemetry/metrics.ts';
import { ana, declare, type Story, update } from '../support/incident.ts';
import { incidentRunbook } from '../support/incident-runbook.ts';

const COUNTS = { events: 0, effects: {}, timers: 0, openRuns: 0, openIncidents: {}, alerts: [] };
const RESOLVE = {
  type: 'resolve',
  summary: 'rolled back',
  impact: null,
  mitigatedAt: null,
  postmortemOwner: 'UANA',
  followUps: [],
  skipOpen: 'not needed any more',
  override: null,
} as const;

/** What /metrics would have been told, fact by fact. */
function observed(story: Story, what?: Observation['what']): readonly Observation[] {
  const all: Observation[] = [];
  let before: Run | null = null;
  for (const fact of story.facts()) {
    const run: Run = foldRun(story.run().stream, before, fact);
    all.push(...observe({ before, run, facts: [fact] }));
    before = run;
  }
  return all.filter(one => what === undefined || one.what === what);
}

test('a page counts with each thing that becomes known of it, and its acknowledgement with the seconds it took', () => {
  const story = declare()
    .at('+5s')
    .news({ type: 'page-accepted', page: 'p1', says: 'taken' })
    .at('+55s')
    .does(ana, { type: 'acknowledge', page: 'p1' });
  expect(observed(story, 'page').map(one => 'outcome' in one && one.outcome)).toEqual([
    'requested',
    'accepted',
    'acknowledged',
  ]);
  expect(observed(story, 'acknowledged')).toEqual([{ what: 'acknowledged', severity: 'SEV1', seconds: 60 }]);
});

test('a provider whose clock runs behind acknowledges in no time, never in less', () => {
  const story = declare();
  const at = story.now() - 5_000;
  story.news({
    type: 'page-standing',
    page: 'p1',
    state: 'acknowledged',
    by: 'Li',
    at,
    assigned: [],
    url: null,
    via: 'webhook',
  });
  expect(observed(story, 'acknowledged')).toEqual([{ what: 'acknowledged', severity: 'SEV1', seconds: 0 }]);
});

test('a page that fails counts as failed, and its second way as a fallback', () => {
  const story = declare().news({
    type: 'effect-gave-up',
    effect: 'E1',
    kind: 'pager.trigger',
    says: 'refused',
    ref: null,
    watch: null,
    page: 'p1',
  });
  expect(observed(story, 'page').map(one => 'outcome' in one && one.outcome)).toEqual([
    'requested',
    'failed',
    'fallback',
  ]);
});

test('promised updates count as the incident counts them: met once, missed once a stretch however often reminded', () => {
  const story = declare().at('+9m').does(ana, update('known'));
  story.at('+50m').does(ana, update('still')).at('+10m').does(ana, { type: 'no-change' });
  const outcomes = observed(story, 'reminder').map(one => 'outcome' in one && one.outcome);
  const { met, missed } = story.run().cadence;
  expect([met, missed]).toEqual([2, 1]);
  expect(outcomes.toSorted()).toEqual(['due', 'due', 'met', 'met', 'missed']);
});

test('an incident lasts from its declaration to its first mitigation and resolution; opened again it counts no second time', () => {
  const runbook = incidentRunbook({ resolve: { stable: null, require: [] } });
  const story = declare({ severity: 'SEV2', runbook }).at('+20m');
  story.does(ana, { type: 'mitigated', at: story.now() - 300_000 }).at('+10m');
  story.does(ana, RESOLVE).at('+10m');
  story.does(ana, { type: 'reopen', reason: 'it is back' }).at('+5m');
  story.does(ana, { type: 'mitigated', at: null }).does(ana, RESOLVE);
  expect(observed(story, 'mitigated')).toEqual([{ what: 'mitigated', severity: 'SEV2', seconds: 900 }]);
  expect(observed(story, 'resolved')).toEqual([{ what: 'resolved', severity: 'SEV2', seconds: 1_800 }]);
  expect(observed(story, 'reopened')).toEqual([{ what: 'reopened', severity: 'SEV2' }]);
});

test('a drill leaves no trace in the figures', () => {
  expect(observed(declare({ drill: true }).at('+30m'))).toEqual([]);
});

test('open incidents come from their rows: by severity, without drills and without what is over', () => {
  const row = (severity: string, drill = false, open = true) => ({ open, facts: { severity, drill } });
  const rows = [row('SEV1'), row('SEV1'), row('SEV2'), row('SEV1', true), row('SEV3', false, false)];
  expect(openBySeverity(rows)).toEqual({ SEV1: 2, SEV2: 1 });
});

test('the series carry units, severities and outcomes, and a severity nobody has any more is gone', async () => {
  const metrics = createMetrics();
  const story = declare().at('+90s').does(ana, { type: 'acknowledge', page: 'p1' });
  let before: Run | null = null;
  for (const fact of story.facts()) {
    const run: Run = foldRun(story.run().stream, before, fact);
    metrics.factsWritten({ before, run, facts: [fact] });
    before = run;
  }
  const text = await metrics.render({ ...COUNTS, openIncidents: { SEV1: 1 }, alerts: [] });
  expect(text).toContain('gonogo_incidents_declared_total{severity="SEV1"} 1');
  expect(text).toContain('gonogo_pages_total{severity="SEV1",outcome="acknowledged"} 1');
  expect(text).toContain('gonogo_page_acknowledgement_seconds_sum{severity="SEV1"} 90');
  expect(text).toContain('gonogo_page_acknowledgement_seconds_bucket{le="60",severity="SEV1"} 0');
  expect(text).toContain('gonogo_open_incidents{severity="SEV1"} 1');
  expect(await metrics.render(COUNTS)).not.toContain('gonogo_open_incidents{');
});
