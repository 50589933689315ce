/** A life that several things share: once it is over, none of them does or answers anything any more. */
export type Life = { over: boolean };

/**
 * The same thing, but it dies with its life: as with `kill -9`, a call begun before may still reach the world, and
 * nobody ever hears of it. Only for things whose methods all answer with promises; what is no method is left alone.
 */
export function mortal<T extends object>(thing: T, life: Life): T {
  return new Proxy(thing, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== 'function') return value;
      return async (...args: readonly unknown[]) => {
        if (life.over) await NEVER;
        // A failure is not heard of either.
        const answer = await Promise.resolve(Reflect.apply(value, target, args)).catch(async (error: unknown) => {
          if (life.over) await NEVER;
          throw error;
        });
        if (life.over) await NEVER;
        return answer;
      };
    },
  });
}

const NEVER = new Promise<never>(() => undefined);
