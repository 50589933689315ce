import { sayDuration } from '#src/base/time.ts';
import type { Suggestion } from '#src/domain/runbook/model/incident.ts';
import type { Reading } from './reading.ts';
import { sayValue } from './say.ts';
import { isStanding } from './streak.ts';
import type { Streak, Watch, WatchState } from './watch.ts';
import { rulesOf } from './watch.ts';

/** A watch as far as it has come, with the newest reading of each metric. */
export type Measured = {
  readonly definition: Watch;
  readonly state: WatchState;
  readonly latest: { readonly [metric: string]: Reading };
};

/** Does the condition hold now, for as long as it says? */
export function standing(measured: Measured, wanted: Suggestion): boolean {
  const streak = streakOf(measured, wanted);
  const judgedAt = measured.state.metrics[wanted.metric]?.judgedAt ?? null;
  return streak !== null && judgedAt !== null && isStanding({ ...wanted, action: 'warn' }, streak, judgedAt);
}

/** For how long the condition of a watch's rule has held; null: the watch has no such rule, or has seen nothing. */
export function streakOf({ definition, state }: Measured, wanted: Suggestion): Streak | null {
  const metric = definition.metrics.find(one => one.name === wanted.metric);
  if (!metric) return null;
  const index = rulesOf(definition, metric).findIndex(
    rule => rule.forMs === wanted.forMs && JSON.stringify(rule.condition) === JSON.stringify(wanted.condition),
  );
  return state.metrics[wanted.metric]?.streaks[index] ?? null;
}

/** `p95 latency 620 ms > budget x 2 for 5 min`: the limit is the condition's, not the metric's own. */
export function sayStanding({ definition, latest }: Measured, { metric: name, condition, forMs }: Suggestion): string {
  const metric = definition.metrics.find(one => one.name === name);
  const value = latest[name]?.value ?? null;
  const span = forMs === null ? '' : ` for ${sayDuration(forMs)}`;
  const title = metric?.title ?? name;
  if (condition.kind === 'failing') return `${title} fails${span}`;
  if (condition.kind === 'failures') return `${title} failed ${condition.count} times in a row`;
  const figure = metric === undefined || value === null ? '' : ` ${sayValue(metric, value)}`;
  return `${title}${figure} ${condition.kind === 'above' ? '>' : '<'} ${condition.text}${span}`;
}
