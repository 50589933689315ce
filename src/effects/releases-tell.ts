import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import { incidentOf } from './action.ts';

/** Tells every open release of the product whether this incident holds it. Those that begin later read it at their start. */
export function releasesTell(): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 30,
    async run(task) {
      const run = incidentOf(task);
      const { holds, grade } = task.row.body;
      const open = await task.runs({ kind: 'release', product: run.runbook.product.name, open: true });
      for (const release of open) {
        const command: WorldCommand = {
          actor: BOT,
          type: 'incident-told',
          incident: run.id,
          grade: holds === true ? String(grade) : null,
          says:
            holds === true
              ? `${run.private ? 'a private incident' : run.title} (${String(grade)})`
              : `${run.id} holds releases no more`,
        };
        await task.tellRun(release.stream, command, `${task.row.id}:${release.id}`);
      }
      return { end: 'done' };
    },
  };
}
