import { suggest } from '#src/base/nearest.ts';
import { sayDuration } from '#src/base/time.ts';
import type { Escalation } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { type Context, tell } from '../resolve/context.ts';
import type { Duty } from '../resolve/duty.ts';
import { lintCalled } from './reach.ts';

/** Who is paged when nothing happens: grades and people that exist, in the order of their times. */
export function lintEscalation(context: Context, product: Product, { grades, escalation }: Duty): void {
  const names = grades.map(grade => grade.name);
  for (const [index, line] of escalation.entries()) {
    const path = ['escalation', index];
    for (const role of line.page) lintCalled(context, [...path, 'page'], { product, role, pages: true });
    for (const name of line.grades.filter(one => !names.includes(one)))
      tell(context, [...path, 'only'], { message: `there is no grade "${name}"`, hint: suggest(name, names) });
    const later = escalation.slice(0, index).find(other => isFor(other, line) && other.afterMs > line.afterMs);
    if (later) {
      const message = `${sayDuration(line.afterMs)} without ${line.without} stands behind ${sayDuration(later.afterMs)}`;
      tell(context, [...path, 'after'], { message, hint: 'put the lines into the order of their times' });
    }
  }
  if (escalation.length > 0 && grades.length === 0) {
    const hint = 'add severities: with the grades of an incident';
    tell(context, ['escalation'], { message: 'an escalation without grades', hint });
  }
}

/** Both wait for the same, in some grade. */
function isFor(one: Escalation, other: Escalation): boolean {
  if (one.without !== other.without) return false;
  return one.grades.length === 0 || other.grades.length === 0 || one.grades.some(name => other.grades.includes(name));
}
