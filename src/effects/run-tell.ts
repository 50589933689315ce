import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { placeIn } from '#src/domain/release/turn.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';

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
        const later = await onTopOf(task, String(id));
        if (later !== null) {
          const says = `${later} went to production after ${String(id)}; take that back first`;
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

/**
 * A release of the product that changed production after this one, or is there now; null: none. Taking back the older one
 * would undo what is not its own, or cross a rollout on its way.
 */
async function onTopOf(task: Task, id: string): Promise<string | null> {
  const releases = await task.runs({ kind: 'release', product: task.run.runbook.product.name });
  const mine = releases.find(one => one.id === id);
  const touched = mine?.facts['touched'];
  if (mine === undefined || typeof touched !== 'number') return null;
  // While it has its turn, the others wait for it.
  const hasTurn = placeIn(mine.facts['production']) !== null;
  const later = releases.find(one => {
    const theirs = one.facts['touched'];
    const came = typeof theirs === 'number' && theirs > touched && one.status !== 'rolled-back';
    return one.id !== id && (came || (!hasTurn && placeIn(one.facts['production']) !== null));
  });
  return later?.id ?? null;
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
