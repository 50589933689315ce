/** A queue: see `oneByOne`. */
export type OneByOne = <T>(work: () => Promise<T>) => Promise<T>;

/** Does what it is given one after another, in the order it was given, also after one that failed. */
export function oneByOne(): OneByOne {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
