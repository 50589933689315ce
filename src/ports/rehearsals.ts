/** Runs a runbook in virtual time, in a process of its own that may do nothing but read. */
export interface Rehearsals {
  /** The report, and whether nothing has to be mended. Throws `rehearsal.failed` with a sentence when there is none. */
  run(request: { readonly product: string; readonly what: string }): Promise<Rehearsed>;
}

export type Rehearsed = { readonly text: string; readonly sound: boolean };
