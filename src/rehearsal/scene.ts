import type { Instant } from '#src/base/time.ts';
import type { Story } from '#src/domain/incident/stories.ts';
import { STORIES } from '#src/domain/incident/stories.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';

/** What goes otherwise than well, and when. All of it null: everything goes well. */
export type Scene = Turn & {
  /** Id of a step that does not work, however often it is tried. */
  readonly fail: string | null;
  /** A figure that goes bad, until the run goes back. */
  readonly metric: BadFigure | null;
  /** Id of a step or phase: when it has begun, somebody rolls back. */
  readonly rollBackAt: string | null;
};

/** What is chosen of an incident; a release and a drill have none of it. */
export type Turn = {
  /** The grade it is declared with; null: the highest. */
  readonly severity: string | null;
  /** Id of the action that is tried; null: the one its grade puts first. */
  readonly action: string | null;
  /** The turn it takes; null: everybody answers, and it ends as it should. */
  readonly story: Story | null;
};

export type BadFigure = {
  readonly name: string;
  /** In the metric's base unit; null: the worst its limits know. */
  readonly value: number | null;
  /** Id of a step or phase; null: from the start. */
  readonly from: string | null;
  /** After that one began. */
  readonly afterMs: number;
};

export const ALL_WELL: Scene = {
  fail: null,
  metric: null,
  rollBackAt: null,
  severity: null,
  action: null,
  story: null,
};

export type Options = {
  readonly scene: Scene;
  /** The virtual clock begins here. */
  readonly now: Instant;
  /** Go-live; null: open. */
  readonly T: Instant | null;
  readonly inputs: { readonly [name: string]: InputValue };
};

/** With whatever severity and action. */
export function isWell({ fail, metric, rollBackAt, story }: Scene): boolean {
  return fail === null && metric === null && rollBackAt === null && story === null;
}

/** Is it the step that is to fail? Each press of an incident's action walks copies of its steps: `a1.throttle.steps.1`. */
export function isMadeToFail(fail: string | null, step: unknown): boolean {
  if (fail === null || typeof step !== 'string') return false;
  return step === fail || step.replace(/^a\d+\.(undo\.)?/, '') === fail;
}

export function sayScene(scene: Scene): string {
  const { fail, metric, rollBackAt, severity, action, story } = scene;
  const parts = [
    story === null ? null : STORIES[story],
    fail === null ? null : `"${fail}" fails`,
    metric === null ? null : `${metric.name} goes bad${metric.from === null ? '' : ` after ${metric.from} began`}`,
    rollBackAt === null ? null : `somebody rolls back at "${rollBackAt}"`,
  ].filter(part => part !== null);
  const chosen = [severity, action === null ? null : `"${action}" is tried`].filter(part => part !== null);
  return [...chosen, ...(parts.length === 0 ? ['everything goes well'] : parts)].join(', ');
}
