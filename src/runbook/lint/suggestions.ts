import { suggest } from '#src/base/nearest.ts';
import type { Grade, Suggestion } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { type Context, tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';

/** Conditions that suggest a grade can be measured, and a lower grade has a chance against a higher one. */
export function lintSuggestions(context: Context, product: Product, grades: readonly Grade[]): void {
  for (const [rank, grade] of grades.entries()) {
    for (const [index, one] of grade.suggest.entries()) {
      const path = ['severities', grade.name, 'suggest', index];
      lintMetric(context, [...path, 'metric'], product, one);
      const higher = grades.slice(0, rank).find(other => other.suggest.some(that => isSooner(that, one)));
      if (!higher) continue;
      tell(context, path, {
        message: `${one.metric} never suggests ${grade.name}: it suggests ${higher.name} first, and the highest wins`,
        hint: 'give the higher grade the stricter figure',
        level: 'warning',
      });
    }
  }
}

function lintMetric(context: Context, path: Path, { metrics }: Product, { metric: name, condition }: Suggestion): void {
  const metric = metrics[name];
  if (!metric) {
    tell(context, path, { message: `there is no metric "${name}"`, hint: suggest(name, Object.keys(metrics)) });
  } else if (condition.kind === 'failing' && metric.source.kind !== 'probe') {
    tell(context, path, {
      message: `"failing" on "${name}", which is no probe`,
      hint: 'compare it with above or below',
    });
  }
}

/** Whenever `that` holds no later than `one`, on the same metric. */
function isSooner(that: Suggestion, one: Suggestion): boolean {
  if (that.metric !== one.metric || (that.forMs ?? 0) > (one.forMs ?? 0)) return false;
  const [a, b] = [that.condition, one.condition];
  if (a.kind === 'above' && b.kind === 'above') return a.value <= b.value;
  if (a.kind === 'below' && b.kind === 'below') return a.value >= b.value;
  if (a.kind === 'failures' && b.kind === 'failures') return a.count <= b.count;
  return a.kind === 'failing' && b.kind === 'failing';
}
