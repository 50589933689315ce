import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import type { IncidentFacts } from '#src/reports/incident/facts.ts';
import { incidentFacts } from '#src/reports/incident/facts.ts';
import { timeIn } from '#src/reports/incident/stretches.ts';
import { waitedMs } from '#src/reports/incident/waits.ts';
import type { Story } from '../../support/incident.ts';
import { ana, clock, declare, kim, li, update } from '../../support/incident.ts';
import { resolveWith } from './support.ts';

const factsOf = (story: Story): IncidentFacts => incidentFacts(story.run(), story.facts());

const minutesIn = ({ stretches }: IncidentFacts, key: 'severity' | 'status', value: string) =>
  timeIn(stretches, one => one[key] === value) / MINUTE;

test('[B5] time in each severity and status: back-dated start, mitigation said later, a reopening', () => {
  const story = declare({ occurredAt: clock('11:45') })
    .at('12:10')
    .does(ana, { type: 'severity', severity: 'SEV2', reason: null })
    .at('12:30')
    .does(ana, { type: 'mitigated', at: clock('12:20') })
    .at('12:40')
    .does(ana, resolveWith())
    .at('13:00')
    .does(li, { type: 'reopen', reason: '500s are back' })
    .at('13:05')
    .does(ana, { type: 'mitigated', at: null })
    .at('13:15')
    .does(ana, resolveWith());
  const facts = factsOf(story);
  expect(minutesIn(facts, 'status', 'undeclared')).toBe(15);
  expect(minutesIn(facts, 'status', 'investigating')).toBe(20 + 5);
  expect(minutesIn(facts, 'status', 'mitigated')).toBe(20 + 10);
  expect(minutesIn(facts, 'status', 'resolved')).toBe(20);
  expect(minutesIn(facts, 'severity', 'SEV1')).toBe(15 + 10);
  expect(minutesIn(facts, 'severity', 'SEV2')).toBe(30 + 20 + 15);
  expect(facts.times).toMatchObject({
    toDetectMs: 15 * MINUTE,
    toMitigateMs: 80 * MINUTE,
    toResolveMs: 90 * MINUTE,
    setbacks: [{ at: clock('13:00'), from: 'resolved', reason: '500s are back' }],
  });
});

test('a mitigation said for a time before the last setback counts from that setback', () => {
  const story = declare()
    .at('12:10')
    .does(ana, { type: 'mitigated', at: null })
    .at('12:20')
    .does(ana, { type: 'reactivate', reason: 'again' })
    .at('12:30')
    .does(ana, { type: 'mitigated', at: clock('12:05') })
    .at('12:40');
  expect(minutesIn(factsOf(story), 'status', 'investigating')).toBe(10);
});

test('[X9] a page is told as far as somebody said so: accepted, acknowledged by whom and who says it', () => {
  const story = declare()
    .at('12:00:02')
    .news({ type: 'page-accepted', page: 'p1', says: 'taken' })
    .at('12:03')
    .news({
      type: 'page-standing',
      page: 'p1',
      state: 'acknowledged',
      by: 'Li Wei',
      at: clock('12:02:30'),
      url: null,
      assigned: [],
      via: 'webhook',
    });
  expect(factsOf(story).pages).toMatchObject([
    {
      id: 'p1',
      requestedAt: clock('12:00'),
      acceptedAt: clock('12:00:02'),
      acknowledged: { at: clock('12:02:30'), by: 'Li Wei', via: 'webhook', afterMs: 150_000 },
      failed: null,
      fallback: null,
    },
  ]);
});

test('[X9] a page the provider would not take has failed, and the second way is told', () => {
  const gaveUp = { effect: 'e', kind: 'pager.trigger', says: 'PagerDuty said 400', ref: null, watch: null, page: 'p1' };
  const story = declare()
    .at('12:01')
    .news({ type: 'effect-gave-up', ...gaveUp });
  const [page] = factsOf(story).pages;
  expect(page).toMatchObject({ acceptedAt: null, acknowledged: null, failed: { says: 'PagerDuty said 400' } });
  expect(page?.fallback).toMatchObject({ at: clock('12:01'), users: ['UANA', 'ULI'] });
  expect(factsOf(story).times.toAcknowledgeMs).toBeNull();
});

test('[X2] each update is held against the moment it was due: in time, late, missed, put off', () => {
  const story = declare()
    .at('12:08')
    .does(ana, update('in time'))
    .at('12:21')
    .does(ana, update('three late'))
    .at('12:42')
    .does(ana, { type: 'no-change' })
    .at('12:52')
    .does(ana, { type: 'snooze', reason: 'all hands on the database' })
    .at('13:00')
    .does(ana, update('put off'))
    .at('13:05')
    .does(ana, resolveWith());
  const { cadence } = factsOf(story);
  expect(cadence.turns.map(turn => [turn.ending, turn.outcome, turn.lateMs / MINUTE])).toEqual([
    ['update', 'met', 0],
    ['update', 'late', 3],
    ['no-change', 'missed', 11],
    ['update', 'put-off', 8],
    ['resolved', 'not-due', 0],
  ]);
  expect(cadence).toMatchObject({ due: 4, met: 1, late: 2, missed: 1, putOff: 1, worstLateMs: 11 * MINUTE });
  expect(cadence.longest).toMatchObject({ from: clock('12:21'), to: clock('12:42') });
  expect(cadence.turns[3]?.snoozes).toMatchObject([{ reason: 'all hands on the database', by: 'UANA' }]);
  expect(cadence.missed).toBe(story.run().cadence.missed);
});

test('[X2] of "20m-30m" the twenty minutes only remind: an update after 25 is in time', () => {
  const story = declare({ severity: 'SEV2' })
    .at('12:25')
    .does(ana, update('so far'))
    .at('12:58')
    .does(ana, { type: 'note', text: 'still looking' });
  const { cadence } = factsOf(story);
  expect(cadence.turns.map(turn => turn.outcome)).toEqual(['met', 'missed']);
  expect(cadence.turns[1]).toMatchObject({ ending: 'open', lateMs: 3 * MINUTE });
});

test('[X2] an update that was due and never came is no "not due" because the incident was resolved', () => {
  const { cadence } = factsOf(declare().at('12:14').does(ana, resolveWith()));
  expect(cadence.turns).toMatchObject([{ ending: 'resolved', outcome: 'late', lateMs: 4 * MINUTE }]);
});

test('[X10] hand-overs are told from the offer to the answer', () => {
  const story = declare()
    .at('12:05')
    .does(ana, { type: 'handover', to: 'ULI', brief: null })
    .at('12:06')
    .does(li, { type: 'handover-decline', reason: 'on the train' })
    .does(ana, { type: 'handover', to: 'UKIM', brief: 'see thread' })
    .at('12:09')
    .does(kim, { type: 'handover-accept' })
    .does(kim, { type: 'handover', to: 'UANA', brief: null })
    .does(li, { type: 'lead', user: 'ULI' });
  expect(factsOf(story).handovers).toMatchObject([
    { to: 'ULI', outcome: 'declined', reason: 'on the train', endedAt: clock('12:06') },
    { to: 'UKIM', outcome: 'accepted', offered: { at: clock('12:06'), by: 'UANA' }, endedAt: clock('12:09') },
    { to: 'UANA', outcome: 'dropped' },
  ]);
});

test('[H5] an action keeps who, when and why, and who took it back', () => {
  const story = declare()
    .at('12:05')
    .does(ana, { type: 'act', action: 'throttle', reason: 'the database is hot', suspect: null })
    .at('12:06')
    .commandsEnd()
    .at('12:20')
    .does(li, { type: 'undo', taken: 'a1', reason: 'it is calm' })
    .at('12:21')
    .commandsEnd();
  expect(factsOf(story).actions).toMatchObject([
    {
      title: 'Throttle the traffic',
      taken: { at: clock('12:05'), by: 'UANA', reason: 'the database is hot' },
      done: { at: clock('12:06') },
      undoing: { at: clock('12:20'), by: 'ULI', reason: 'it is calm' },
      undoneAt: clock('12:21'),
      lasting: null,
    },
  ]);
});

test('[X10] waiting for people is measured, and two waits at one time count once', () => {
  const story = declare()
    .at('12:02')
    .does(ana, { type: 'handover', to: 'UKIM', brief: null })
    .at('12:04')
    .does(li, { type: 'acknowledge', page: null })
    .at('12:07')
    .does(kim, { type: 'handover-accept' })
    .does(li, { type: 'act', action: 'throttle', reason: 'hot', suspect: null })
    .at('12:10')
    .news({
      type: 'action-ended',
      ref: { step: 'a1.limit', attempt: 1, part: null, wave: null },
      end: 'failed',
      says: 'exit 1',
      detail: null,
      outputs: {},
    })
    .at('12:13')
    .does(li, { type: 'retry', step: 'a1.limit', attempt: 1 })
    .at('12:14')
    .commandsEnd()
    .at('12:15');
  const { waits } = factsOf(story);
  expect(waits.map(wait => [wait.for, (wait.to - wait.from) / MINUTE])).toEqual([
    ['page', 4],
    ['handover', 5],
    ['step', 3],
  ]);
  expect(waitedMs(waits)).toBe((7 + 3) * MINUTE);
});
