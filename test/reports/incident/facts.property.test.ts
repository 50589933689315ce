import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ask } from '#src/domain/commands.ts';
import { incidentFacts } from '#src/reports/incident/facts.ts';
import { timeIn } from '#src/reports/incident/stretches.ts';
import { waitedMs } from '#src/reports/incident/waits.ts';
import { postmortem } from '#src/reports/postmortem.ts';
import type { Story } from '../../support/incident.ts';
import { ana, declare, update } from '../../support/incident.ts';
import { resolveWith } from './support.ts';

const MINUTE = 60_000;

/** What may be pressed at any time; what does not fit the moment is refused, as in life. */
const PRESS: fc.Arbitrary<Ask | 'mitigated ago'> = fc.constantFrom<Ask | 'mitigated ago'>(
  { type: 'severity', severity: 'SEV1', reason: null },
  { type: 'severity', severity: 'SEV2', reason: null },
  { type: 'severity', severity: 'SEV3', reason: null },
  { type: 'mitigated', at: null },
  'mitigated ago',
  { type: 'reactivate', reason: 'again' },
  resolveWith(),
  { type: 'reopen', reason: 'again' },
  update('so it is'),
  { type: 'no-change' },
  { type: 'snooze', reason: 'busy' },
  { type: 'handover', to: 'UANA', brief: null },
  { type: 'acknowledge', page: null },
);

const STORY = fc.record({
  beganAgo: fc.integer({ min: 0, max: 300 }),
  presses: fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 50 }), ago: fc.integer({ min: 0, max: 90 }), ask: PRESS }),
    {
      maxLength: 25,
    },
  ),
});

function tell({ beganAgo, presses }: typeof STORY extends fc.Arbitrary<infer T> ? T : never): Story {
  const story = declare({ occurredAt: Date.parse('2026-11-24T12:00:00Z') - beganAgo * MINUTE });
  for (const { after, ago, ask } of presses) {
    story.at(`+${after}m`);
    story.tries(ana, ask === 'mitigated ago' ? { type: 'mitigated', at: story.now() - ago * MINUTE } : ask);
  }
  return story;
}

test('[B5] times in severities and in statuses each add up to the whole, without a gap or an overlap', () => {
  fc.assert(
    fc.property(STORY, told => {
      const story = tell(told);
      const { stretches, times, end } = incidentFacts(story.run(), story.facts());
      const whole = end - times.occurredAt;
      const sum = (key: 'severity' | 'status') =>
        [...new Set(stretches.map(one => one[key]))].reduce(
          (ms, value) => ms + timeIn(stretches, one => one[key] === value),
          0,
        );
      expect(sum('severity')).toBe(whole);
      expect(sum('status')).toBe(whole);
      for (const [index, stretch] of stretches.entries()) {
        expect(stretch.to).toBeGreaterThan(stretch.from);
        expect(stretch.from).toBe(stretches[index - 1]?.to ?? times.occurredAt);
      }
      expect(stretches.at(-1)?.to ?? end).toBe(end);
      // A change in the very last moment has no time of its own yet.
      const { status, severity, resolvedAt } = story.run();
      const changedAt = story.facts().findLast(fact => fact.type.startsWith('incident.'))?.at ?? end;
      if (resolvedAt === null && changedAt < end) expect(stretches.at(-1)).toMatchObject({ severity, status });
    }),
    { numRuns: 150 },
  );
});

test('[X2] every word ends one turn, turns never overlap, and those told to be missed are the missed ones', () => {
  fc.assert(
    fc.property(STORY, told => {
      const story = tell(told);
      const { cadence, waits, end, times } = incidentFacts(story.run(), story.facts());
      const words = story.facts().filter(fact => fact.type === 'incident.updated' || fact.type === 'incident.resolved');
      expect(cadence.turns.filter(turn => turn.ending !== 'open')).toHaveLength(words.length);
      for (const [index, turn] of cadence.turns.entries())
        expect(turn.from).toBeGreaterThanOrEqual(cadence.turns[index - 1]?.to ?? times.declaredAt);
      expect(cadence.met + cadence.late + cadence.putOff).toBe(cadence.due);
      // Another grade in the midst of a missed turn begins a new count there; here it is one turn.
      expect(cadence.missed).toBeLessThanOrEqual(story.run().cadence.missed);
      if (story.run().severities.length === 1) expect(cadence.missed).toBe(story.run().cadence.missed);
      expect(waitedMs(waits)).toBeLessThanOrEqual(end - times.declaredAt);
    }),
    { numRuns: 150 },
  );
});

test('[H7] no draft has an empty heading, drops a fact unsaid, or differs from the same timeline told again', () => {
  fc.assert(
    fc.property(STORY, told => {
      const story = tell(told);
      const text = postmortem(story.run(), story.facts());
      expect(postmortem(story.run(), story.facts())).toBe(text);
      expect(text).not.toMatch(/^## .*\n+(?:## |$(?![\s\S]))/m);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      const timeline = text.split('\n## Timeline\n')[1]?.split('\n## ')[0] ?? '';
      const began = told.beganAgo > 0 ? 1 : 0;
      const lines = (timeline.match(/^- \*\*/gm)?.length ?? 0) - began;
      const leftOut = timeline.match(/^Left out here: (.*)\. All/m)?.[1] ?? '';
      const counted = (leftOut.match(/\d+/g) ?? []).reduce((sum, number) => sum + Number(number), 0);
      expect(lines + counted).toBe(story.facts().length);
    }),
    { numRuns: 60 },
  );
});
