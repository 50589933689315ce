/** Timers nobody waits for: a test moves them by hand. */
export function createTimers() {
  let now = 0;
  let timers: { readonly at: number; readonly ms: number; readonly run: () => void }[] = [];
  let waiting: { readonly ms: number; readonly resolve: () => void }[] = [];
  return {
    after(ms: number, run: () => void) {
      const timer = { at: now + ms, ms, run };
      timers.push(timer);
      for (const one of waiting.filter(each => each.ms === ms)) one.resolve();
      waiting = waiting.filter(each => each.ms !== ms);
      return () => {
        timers = timers.filter(one => one !== timer);
      };
    },
    /** Resolves once a timer of this length runs. */
    running(ms: number): Promise<void> {
      if (timers.some(timer => timer.ms === ms)) return Promise.resolve();
      return new Promise(resolve => waiting.push({ ms, resolve }));
    },
    advance(ms: number) {
      now += ms;
      const due = timers.filter(timer => timer.at <= now);
      timers = timers.filter(timer => timer.at > now);
      for (const timer of due) timer.run();
    },
  };
}
