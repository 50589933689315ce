import type { DrillNow } from '#src/chat/cards/overdue-drills.ts';
import { onItsWay, standingOf } from '#src/domain/drill/standing.ts';
import type { OverdueDrill } from '#src/domain/product/events.ts';
import type { ProductStream } from '#src/domain/product/state.ts';
import type { Task } from '#src/ports/effect-kind.ts';

/** The drills of a reminder as they stand by now: one that was begun, came through or failed since is shown so. */
export async function drillsNow(task: Task, { definition }: ProductStream): Promise<readonly DrillNow[]> {
  const reminded = task.row.body['drills'] as unknown as readonly OverdueDrill[];
  const runs = await task.runs({ kind: 'drill', product: definition.name });
  return reminded.map(drill => {
    const running = onItsWay(runs, drill.drill);
    const info = definition.drills.find(one => one.id === drill.drill);
    if (info === undefined) return { ...drill, running, passed: null };
    const { overdue, since, says, last } = standingOf(info, runs, task.now());
    return { ...drill, running, since, says, passed: overdue ? null : (last?.run ?? null) };
  });
}
