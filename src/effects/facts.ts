import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { overdueDrills } from '#src/domain/drill/standing.ts';
import type { DrillInfo } from '#src/domain/runbook/model/drill.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { FactFinder } from './find-facts.ts';
import { pastDrills } from './find-facts.ts';

/** The facts a gate, a release type or the next phase asks for. */
export function facts(find: FactFinder): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 5,
    async run(task) {
      const { step, attempt, purpose, conditions } = task.row.body;
      const wanted = conditions as unknown as readonly FactCondition[];
      const found = await Promise.all(wanted.map(condition => find(task, condition)));
      const drills = (task.run.runbook.product.drills ?? []).filter(drill => !isAskedFor(drill, wanted));
      const overdue = drills.length === 0 ? [] : overdueDrills(drills, await pastDrills(task), task.now());
      const command = {
        actor: BOT,
        type: 'facts-found',
        step,
        attempt,
        purpose,
        facts: found,
        overdue,
      } as unknown as WorldCommand;
      return { end: 'done', command };
    },
  };
}

/** How old it is stands beside the other facts then. */
function isAskedFor({ id }: DrillInfo, wanted: readonly FactCondition[]): boolean {
  return wanted.some(one => one.fact === `drill.${id}.age`);
}
