import { sayDuration } from '#src/base/time.ts';
import type { LimitAction, Metric } from '#src/domain/runbook/model/metric.ts';
import { sayAgainst } from './judge.ts';
import type { Reading } from './reading.ts';
import { saySamples } from './say.ts';
import type { Seen } from './seen.ts';
import { isAccepted, isDue } from './streak.ts';
import type { Rule, Streak } from './watch.ts';

/** What a metric asks for after a sweep: a limit's action, or a person, because nobody knows. */
export type Wish = { readonly action: WishAction; readonly metrics: readonly string[]; readonly says: string };
export type WishAction = LimitAction | 'ask' | 'ask-and-page';

/** Weakest first. Not knowing stops like a pause, but a limit that was really exceeded explains more. */
export const STRENGTH = [
  'warn',
  'incident',
  'ask',
  'ask-and-page',
  'pause',
  'ask-rollback',
  'rollback',
] as const satisfies WishAction[];

/** The strongest action, with every metric that asks for it; null: nobody asks for anything. */
export function strongestWish(seen: readonly Seen[]): Wish | null {
  const wishes = seen.flatMap(one => (one.metric.shadow || !one.news ? [] : [...limitWishes(one), ...doubts(one)]));
  const first = wishes.toSorted((a, b) => STRENGTH.indexOf(b.action) - STRENGTH.indexOf(a.action))[0];
  if (!first) return null;
  const alike = wishes.filter(one => one.action === first.action);
  return {
    action: first.action,
    metrics: [...new Set(alike.flatMap(one => one.metrics))],
    says: [...new Set(alike.map(one => one.says))].join('; '),
  };
}

function limitWishes({ metric, reading, rules, state }: Seen): readonly Wish[] {
  return rules.flatMap((rule, index) => {
    const streak = state.streaks[index];
    if (!streak || !isDue(rule, streak, reading) || isAccepted(rule, streak, reading.value)) return [];
    return [{ action: rule.action, metrics: [metric.name], says: sayStreak(metric, rule, streak, reading) }];
  });
}

/** Enough readings in a row that say neither yes nor no. A metric that cannot act cannot stop anything either. */
function doubts({ metric, reading, rules, state }: Seen): readonly Wish[] {
  if (rules.length === 0) return [];
  const says = (count: number) => `${reading.says} (${count} times in a row)`;
  if (reading.verdict === 'error' && state.errors >= metric.consecutiveErrorLimit) {
    return [{ action: 'ask-and-page', metrics: [metric.name], says: says(state.errors) }];
  }
  if (reading.verdict === 'inconclusive' && state.inconclusive >= metric.inconclusiveLimit) {
    return [{ action: 'ask', metrics: [metric.name], says: says(state.inconclusive) }];
  }
  return [];
}

/** `error rate 1.4 % > 1 % in 2 of 2 readings over 30 s, 4,812 requests` */
function sayStreak(metric: Metric, rule: Rule, { since, held, of }: Streak, reading: Reading): string {
  if (of < 2 || since === null) return reading.says;
  const over = ` in ${held} of ${of} readings over ${sayDuration(reading.at - since)}`;
  const limited = rule.condition.kind === 'above' || rule.condition.kind === 'below';
  if (!limited || reading.value === null) return `${reading.says}${over}`;
  return `${metric.title} ${sayAgainst(metric, reading.value, rule.condition)}${over}${saySamples(reading.samples)}`;
}
