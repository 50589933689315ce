import type { Store } from '#src/ports/store.ts';

/** A store with some methods replaced. Private fields live on the real one only, so all others are called on it. */
export function over(store: Store, methods: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name) {
      if (Object.hasOwn(methods, name)) return Reflect.get(methods, name);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
