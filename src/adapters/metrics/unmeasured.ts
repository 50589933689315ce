/** Thrown inside this folder only: becomes an `error` sample at its door. */
export class Unmeasured extends Error {
  /** No answer at all. */
  readonly silent: boolean;
  /** How many things there were to measure, where that is why there is no value; `uncounted`: it may be why. */
  readonly samples: number | 'uncounted' | null;

  constructor(detail: string, about: { readonly silent?: boolean; readonly samples?: number | 'uncounted' } = {}) {
    super(detail);
    this.silent = about.silent ?? false;
    this.samples = about.samples ?? null;
  }
}

/** The source answered and there was nothing in the answer: what `noData` is for. */
export class NothingThere extends Unmeasured {}
