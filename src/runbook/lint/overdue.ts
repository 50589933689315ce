import { channelForDrills } from '#src/domain/product/channels.ts';
import { tell } from '../resolve/context.ts';
import type { DrillSubject } from './site.ts';

/** A drill that is wanted regularly has a place where it is said that it is overdue. */
export function lintOverdue({ runbook, file }: DrillSubject): void {
  if (runbook.every === 'on demand' || channelForDrills(runbook.product) !== null) return;
  const message = 'nothing says in which channel it is told when it is overdue';
  tell(file, ['every'], { message, hint: 'add drills: or releases: to channels in product.yml', level: 'warning' });
}
