import { assert } from '#src/base/assert.ts';
import type { Json } from '#src/base/json.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { ActionEnded, StepRef } from '#src/domain/procedure/commands.ts';
import { isCurrent } from '#src/domain/procedure/refs.ts';
import type { IncidentRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Finish, Task } from '#src/ports/effect-kind.ts';

export function refOf(task: Task): StepRef {
  return task.row.body['ref'] as unknown as StepRef;
}

/** The run of an effect that only releases ask for. */
export function releaseOf(task: Task): ReleaseRun {
  assert(task.run.kind === 'release', `${task.row.kind} is asked for by releases`);
  return task.run;
}

/** The run of an effect that only incidents ask for. */
export function incidentOf(task: Task): IncidentRun {
  assert(task.run.kind === 'incident', `${task.row.kind} is asked for by incidents`);
  return task.run;
}

/** Is it still wanted? Between the decision and its turn the run may have turned round. */
export function isWanted(task: Task): boolean {
  return isCurrent(task.run, refOf(task)) && task.run.steps[refOf(task).step]?.stopping !== true;
}

/** It is not done any more. The run is told, or it would wait for ever for what was stopped before its turn came. */
export function unwanted(task: Task): Finish {
  return ended(refOf(task), 'never-began', { says: 'it was stopped before it began' });
}

type Ending = {
  readonly says: string;
  readonly detail?: string | null;
  /** The last a command printed. */
  readonly output?: string;
  readonly outputs?: { readonly [name: string]: Json };
};

/** Tells the run how its action ended. */
export function ended(
  ref: StepRef,
  end: ActionEnded['end'],
  { says, detail = null, output = '', outputs = {} }: Ending,
): Finish & { end: 'done' } {
  const command = { actor: BOT, type: 'action-ended', ref, end, says, detail, output, outputs } as WorldCommand;
  return { end: 'done', command };
}
