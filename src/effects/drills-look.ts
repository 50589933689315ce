import { BOT } from '#src/domain/actor.ts';
import { onItsWay, overdueOf } from '#src/domain/drill/standing.ts';
import type { OverdueDrill } from '#src/domain/product/events.ts';
import { asProduct } from '#src/domain/state.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { EffectPorts } from './index.ts';

/** Which drills of a product are overdue now, and who does them. */
export function drillsLook(people: EffectPorts['people']): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      const product = asProduct(task.state);
      if (product === null) return { end: 'done' };
      const { definition } = product;
      const runs = await task.runs({ kind: 'drill', product: definition.name });
      const late = overdueOf(
        definition.drills,
        runs.filter(run => !run.open),
        task.now(),
      );
      const holders = late.length === 0 ? {} : await people(definition);
      const overdue = late.map(({ drill, since, says }): OverdueDrill => {
        return {
          drill: drill.id,
          title: drill.title,
          every: drill.every,
          since,
          says,
          running: onItsWay(runs, drill.id),
          roles: drill.roles.map(role => definition.roles[role]?.title ?? role),
          people: [...new Set(drill.roles.flatMap(role => holders[role] ?? []))],
        };
      });
      return { end: 'done', command: { actor: BOT, type: 'drills-looked', overdue } };
    },
  };
}
