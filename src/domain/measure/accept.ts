import type { Instant } from '#src/base/time.ts';
import { isStanding } from './streak.ts';
import { isStronger, type Told, type ToldOf } from './told.ts';
import type { MetricState, Rule, Streak } from './watch.ts';
import { rulesOf, stateOf, type Watch, type WatchState } from './watch.ts';

/**
 * A person was told why the run stands still and goes on. What they were told does not act again until it has passed
 * once or is clearly worse; errors and inconclusive readings are counted from zero; green and `atMost` begin anew.
 * What nobody was told is not accepted with it: a stronger limit, one of another metric, one that has not acted yet.
 */
export function acceptReadings(watch: Watch, state: WatchState, told: Told, now: Instant): WatchState {
  const metrics = watch.metrics.map(metric => {
    const known = stateOf(watch, state, metric);
    const rules = rulesOf(watch, metric);
    const streaks = known.streaks.map((streak, index) => {
      const rule = rules[index];
      return rule ? accept(rule, streak, known, told[metric.name]) : streak;
    });
    return [metric.name, { ...known, errors: 0, inconclusive: 0, streaks }] as const;
  });
  return { startedAt: now, greenSince: null, greenAt: null, metrics: Object.fromEntries(metrics), announced: null };
}

function accept(rule: Rule, streak: Streak, { judgedAt, failedValue }: MetricState, told: ToldOf | undefined): Streak {
  if (told === undefined || isStronger(rule.action, told.action)) return streak;
  if (judgedAt === null || !isStanding(rule, streak, judgedAt)) return streak;
  return { ...streak, accepted: { value: milder(rule, told.value, failedValue) } };
}

/** Of the figure they were told and the one that stands now, that which leaves less room to get worse. */
function milder({ condition }: Rule, told: number | null, now: number | null): number | null {
  if (told === null || now === null) return told;
  if (condition.kind === 'above') return Math.min(told, now);
  return condition.kind === 'below' ? Math.max(told, now) : told;
}
