/** What every injected fault may say about itself. */
export type Injected = {
  /** Strikes so many times, then never again. Default: for ever. */
  readonly times?: number;
  /** So many pass before the first is struck. Default: none. */
  readonly after?: number;
};

export type FaultList<F extends Injected> = ReturnType<typeof createFaultList<F>>;

/** Faults that can be set and lifted while a fake runs. `strikes`: whether this one does, at one of these places. */
export function createFaultList<F extends Injected>(strikes: (fault: F, places: readonly string[]) => boolean) {
  let active: { fault: F; pass: number; left: number }[] = [];
  let struck = 0;
  return {
    /** Answers the function that lifts this fault again. */
    add(fault: F): () => void {
      const entry = { fault, pass: fault.after ?? 0, left: fault.times ?? Number.POSITIVE_INFINITY };
      active.push(entry);
      return () => {
        active = active.filter(other => other !== entry);
      };
    },
    clear() {
      active = [];
    },
    list: (): readonly F[] => active.map(entry => entry.fault),
    /** How many faults have struck so far. */
    get struck() {
      return struck;
    },
    /** The fault that strikes here now, the oldest first; counts it. */
    strike(places: readonly string[]): F | undefined {
      const entry = active.find(one => strikes(one.fault, places));
      if (!entry) return undefined;
      if (entry.pass > 0) {
        entry.pass -= 1;
        return undefined;
      }
      entry.left -= 1;
      if (entry.left <= 0) active = active.filter(other => other !== entry);
      struck += 1;
      return entry.fault;
    },
  };
}
