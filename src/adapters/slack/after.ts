/** Runs something once, so many milliseconds of the machine's clock from now. Answers with what calls it off. */
export type After = (ms: number, run: () => void) => () => void;

/** The machine's timers. They hold no process open: whoever waits on one has a socket open as well. */
export function machineAfter(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Settles as `work` does, or answers `null` when that takes longer. The work goes on; its failure stays the caller's. */
export function within<T>(after: After, ms: number, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = after(ms, () => resolve(null));
    work.then(resolve, reject).finally(cancel);
  });
}
