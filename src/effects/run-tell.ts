import type { OneByOne } from '#src/base/one-by-one.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { laterThan, sayLater } from '#src/domain/release/past-rollback.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';

/** Tells another run something, once: the effect's id is the key of the request there. */
export function runTell(alone: OneByOne): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 30,
    run(task) {
      const { command, taken } = task.row.body;
      const told = { ...(command as object), actor: BOT } as WorldCommand;
      const back = typeof taken === 'string' && told.type === 'incident-acts' && told.what === 'rollback';
      // Nobody takes a turn in production between the look and the way back.
      return back ? alone(() => tellBack(task, told)) : tell(task, told);
    },
  };
}

async function tellBack(task: Task, told: WorldCommand): Promise<Finish> {
  const { run: id, taken } = task.row.body;
  const later = laterThan(await task.runs({ kind: 'release', product: task.run.runbook.product.name }), String(id));
  if (later === null) return tell(task, told);
  const says = sayLater(String(id), later);
  return { end: 'done', command: { actor: BOT, type: 'action-told', taken: String(taken), says, failed: true } };
}

async function tell(task: Task, told: WorldCommand): Promise<Finish> {
  const { run: id, stream: named, taken } = task.row.body;
  const stream =
    typeof named === 'string' ? named : `${String(id).startsWith('INC-') ? 'incident' : 'release'}:${String(id)}`;
  const after = await task.tellRun(stream, told, task.row.id);
  if (typeof taken !== 'string') return { end: 'done' };
  const says = after?.kind === 'release' ? became(after, told) : { says: `there is no ${String(id)}`, failed: true };
  return { end: 'done', command: { actor: BOT, type: 'action-told', taken, ...says } };
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
