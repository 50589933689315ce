import type { Instant } from '#src/base/time.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';

/** What goes otherwise than well, and when. All of it null: everything goes well. */
export type Scene = {
  /** Id of a step that does not work, however often it is tried. */
  readonly fail: string | null;
  /** A figure that goes bad, until the run goes back. */
  readonly metric: BadFigure | null;
  /** Id of a step or phase: when it has begun, somebody rolls back. */
  readonly rollBackAt: string | null;
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

export const ALL_WELL: Scene = { fail: null, metric: null, rollBackAt: null };

export type Options = {
  readonly scene: Scene;
  /** The virtual clock begins here. */
  readonly now: Instant;
  /** Go-live; null: open. */
  readonly T: Instant | null;
  readonly inputs: { readonly [name: string]: InputValue };
};

export function isWell({ fail, metric, rollBackAt }: Scene): boolean {
  return fail === null && metric === null && rollBackAt === null;
}

export function sayScene({ fail, metric, rollBackAt }: Scene): string {
  const parts = [
    fail === null ? null : `"${fail}" fails`,
    metric === null ? null : `${metric.name} goes bad${metric.from === null ? '' : ` after ${metric.from} began`}`,
    rollBackAt === null ? null : `somebody rolls back at "${rollBackAt}"`,
  ].filter(part => part !== null);
  return parts.length === 0 ? 'everything goes well' : parts.join(', ');
}
