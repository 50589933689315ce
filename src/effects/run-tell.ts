import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { laterThan, sayLater } from '#src/domain/release/past-rollback.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';

/** Tells another run something, once: the effect's id is the key of the request there. */
export function runTell(): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 30,
    async run(task) {
      const { run: id, command, taken } = task.row.body;
      const { stream: named } = task.row.body;
      const stream =
        typeof named === 'string' ? named : `${String(id).startsWith('INC-') ? 'incident' : 'release'}:${String(id)}`;
      const told = { ...(command as object), actor: BOT } as WorldCommand;
      if (typeof taken === 'string' && told.type === 'incident-acts' && told.what === 'rollback') {
        const releases = await task.runs({ kind: 'release', product: task.run.runbook.product.name });
        const later = laterThan(releases, String(id));
        if (later !== null) {
          const says = sayLater(String(id), later);
          return { end: 'done', command: { actor: BOT, type: 'action-told', taken, says, failed: true } };
        }
      }
      const after = await task.tellRun(stream, told, task.row.id);
      if (typeof taken !== 'string') return { end: 'done' };
      const says =
        after?.kind === 'release' ? became(after, told) : { says: `there is no ${String(id)}`, failed: true };
      return { end: 'done', command: { actor: BOT, type: 'action-told', taken, ...says } };
    },
  };
}

/** How the release stands after an action on it: what it did is on its own timeline. */
function became(run: ReleaseRun, told: WorldCommand): { readonly says: string; readonly failed: boolean } {
  if (told.type !== 'incident-acts') return { says: `${run.id} was told`, failed: false };
  if (told.what === 'pause') {
    const stands = run.status === 'paused';
    return {
      says: stands ? `${run.id} is paused` : `${run.id} is ${run.status}, so it was not paused`,
      failed: !stands,
    };
  }
  const back = run.rollback !== null;
  return {
    says: back
      ? `${run.id} ${run.status === 'rolled-back' ? 'is rolled back' : 'is rolling back'}`
      : `${run.id} is ${run.status} and cannot be rolled back`,
    failed: !back,
  };
}
