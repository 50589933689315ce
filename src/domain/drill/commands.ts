import type { StepCommand } from '#src/domain/procedure/commands.ts';
import type { DrillRunbook } from '#src/domain/runbook/model/runbook.ts';

/** What people ask of a drill. */
export type DrillCommand =
  | StepCommand
  | { readonly type: 'abort'; readonly reason: string }
  | { readonly type: 'note'; readonly text: string };

export type StartDrill = {
  readonly type: 'start-drill';
  readonly id: string;
  readonly runbook: DrillRunbook;
  readonly channel: string;
  /** name -> absolute path, looked up once. */
  readonly executables: { readonly [name: string]: string };
  readonly people: { readonly [role: string]: readonly string[] };
  /** The incident it is started from; default: none. */
  readonly incident?: string | null;
  /** By which action of that incident somebody may start it although no role of the drill is theirs; default: none. */
  readonly byIncident?: string | null;
};
