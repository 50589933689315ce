import type { Instant } from '#src/base/time.ts';
import type { Condition } from '#src/domain/runbook/model/metric.ts';
import { exceeds } from './judge.ts';
import type { Reading } from './reading.ts';
import { type MetricState, NO_STREAK, type Rule, type Streak } from './watch.ts';

/** Adds one reading to what is known of its metric. A first scrape, or a reading already seen, changes nothing. */
export function foldReading(
  rules: readonly Rule[],
  state: MetricState,
  reading: Reading,
  longestGapMs: number,
): MetricState {
  if (!isNews(state, reading)) return state;
  const judged = reading.verdict === 'pass' || reading.verdict === 'fail';
  const torn = isTorn(state, reading, longestGapMs);
  return {
    at: reading.at,
    verdict: reading.verdict,
    failedValue: reading.verdict === 'fail' ? reading.value : state.failedValue,
    judgedAt: judged ? reading.at : state.judgedAt,
    passedAt: reading.verdict === 'pass' ? reading.at : state.passedAt,
    errors: judged ? 0 : state.errors + (reading.verdict === 'error' ? 1 : 0),
    inconclusive: judged ? 0 : state.inconclusive + (reading.verdict === 'inconclusive' ? 1 : 0),
    streaks: rules.map((rule, index) => foldStreak(rule, state.streaks[index] ?? NO_STREAK, reading, torn)),
  };
}

/** Is there something in this reading that has not been counted yet? */
export function isNews(state: MetricState, reading: Reading): boolean {
  return reading.verdict !== 'warming-up' && reading.at !== state.at;
}

/** Has the rule held long enough, with this failing reading as its last? */
export function isDue(rule: Rule, streak: Streak, reading: Reading): boolean {
  return reading.verdict === 'fail' && isStanding(rule, streak, reading.at);
}

/** Has the rule held long enough at the moment of its last judged reading? */
export function isStanding({ condition, forMs }: Rule, { since, held }: Streak, judgedAt: Instant): boolean {
  if (since === null) return false;
  if (condition.kind === 'failures' && held < condition.count) return false;
  return judgedAt - since >= (forMs ?? 0);
}

/** Did a person accept this, and is it no worse than what they saw? */
export function isAccepted(rule: Rule, streak: Streak, value: number | null): boolean {
  if (!streak.accepted) return false;
  const seen = streak.accepted.value;
  return seen === null || value === null || !isClearlyWorse(rule.condition, value, seen);
}

/** Figures waver; a tenth more is not noise. */
const CLEARLY = 0.1;

function isClearlyWorse(condition: Condition, value: number, seen: number): boolean {
  const margin = Math.abs(seen) * CLEARLY;
  if (condition.kind === 'above') return value > seen + margin;
  if (condition.kind === 'below') return value < seen - margin;
  return false;
}

/** Is the stretch between the last judged reading and this one too long, or backwards, to vouch for? */
function isTorn({ judgedAt }: MetricState, reading: Reading, longestGapMs: number): boolean {
  return judgedAt !== null && (reading.at < judgedAt || reading.at - judgedAt > longestGapMs);
}

function foldStreak(rule: Rule, streak: Streak, reading: Reading, torn: boolean): Streak {
  switch (holds(rule.condition, reading)) {
    case 'no':
      return NO_STREAK;
    case 'unknown':
      return streak.since === null ? streak : { ...streak, of: streak.of + 1 };
    case 'yes':
      return streak.since === null || torn
        ? { since: reading.at, held: 1, of: 1, accepted: streak.accepted }
        : { ...streak, held: streak.held + 1, of: streak.of + 1 };
  }
}

/** A value that is surely not beyond the limit ends a streak; what could not be judged neither ends nor feeds it. */
function holds(condition: Condition, { verdict, value }: Reading): 'yes' | 'no' | 'unknown' {
  const limited = condition.kind === 'above' || condition.kind === 'below';
  if (limited && value !== null && !exceeds(condition, value)) return 'no';
  if (verdict === 'fail') return 'yes';
  return verdict === 'pass' ? 'no' : 'unknown';
}
