/** Runs a runbook in virtual time, in a process of its own that may do nothing but read. */
export interface Rehearsals {
  /** The report, and whether nothing has to be mended. Throws `rehearsal.failed` with a sentence when there is none. */
  run(request: RehearsalOrder): Promise<Rehearsed>;
}

export type RehearsalOrder = {
  readonly product: string;
  /** A release type, `incident`, or a drill's id. */
  readonly what: string;
  /** Of an incident; null: each severity, the first action, everything going well. */
  readonly turn: { readonly severity: string | null; readonly action: string | null; readonly scene: string | null };
};

export type Rehearsed = { readonly text: string; readonly sound: boolean };
