import { sayDuration } from '#src/base/time.ts';
import { sayValue } from '#src/domain/measure/say.ts';
import type { Condition, Metric } from '#src/domain/runbook/model/metric.ts';

/** `p95 above budget x 3 (1.2 s) for 5 min` */
export function sayCondition(metric: Metric, condition: Condition, forMs: number | null): string {
  const sustained = forMs === null ? '' : ` for ${sayDuration(forMs)}`;
  switch (condition.kind) {
    case 'above':
    case 'below': {
      // The words of a budget do not say what they come to.
      const figure = condition.text.includes('budget') ? ` (${sayValue(metric, condition.value)})` : '';
      return `${metric.title} ${condition.kind} ${condition.text}${figure}${sustained}`;
    }
    case 'failures':
      return `${metric.title} fails ${condition.count === 1 ? 'once' : `${condition.count} times in a row`}${sustained}`;
    case 'failing':
      return `${metric.title} fails${sustained}`;
  }
}
