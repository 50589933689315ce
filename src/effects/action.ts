import type { Json } from '#src/base/json.ts';
import { BOT } from '#src/domain/actor.ts';
import type { ActionEnded, StepRef, WorldCommand } from '#src/domain/release/commands.ts';
import { isCurrent } from '#src/domain/release/refs.ts';
import type { Finish, Task } from '#src/ports/effect-kind.ts';

export function refOf(task: Task): StepRef {
  return task.row.body['ref'] as unknown as StepRef;
}

/** Is it still wanted? Between the decision and its turn the run may have turned round. */
export function isWanted(task: Task): boolean {
  return isCurrent(task.run, refOf(task)) && task.run.steps[refOf(task).step]?.stopping !== true;
}

/** It is not done any more. The run is told, or it would wait for ever for what was stopped before its turn came. */
export function unwanted(task: Task): Finish {
  return ended(refOf(task), 'failed', { says: 'it was stopped before it began' });
}

type Ending = {
  readonly says: string;
  readonly detail?: string | null;
  readonly outputs?: { readonly [name: string]: Json };
};

/** Tells the run how its action ended. */
export function ended(
  ref: StepRef,
  end: ActionEnded['end'],
  { says, detail = null, outputs = {} }: Ending,
): Finish & { end: 'done' } {
  const command = { actor: BOT, type: 'action-ended', ref, end, says, detail, outputs } as WorldCommand;
  return { end: 'done', command };
}
