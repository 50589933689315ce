import { z } from 'zod';
import { nearest } from '#src/base/nearest.ts';
import { describe, HINT } from './words.ts';

type Shape = z.ZodRawShape;

/**
 * A map told apart by which one of some keys stands in it: a step by its verb, a metric by its source. Without it people
 * who mistype one word would be told what is wrong with it as each of thirty other things.
 */
export function oneOf<B extends Shape, O extends { readonly [key: string]: z.ZodObject }>(
  what: string,
  base: B,
  options: O,
): z.ZodUnion<{ [K in keyof O]: O[K] }[keyof O][]> {
  const keys = Object.keys(options);
  const known = [...keys, ...Object.keys(base)];
  const members = Object.values(options) as { [K in keyof O]: O[K] }[keyof O][];
  return z.union(members as [(typeof members)[number]], {
    error: iss => complain({ what, keys, known, input: iss.input }),
  });
}

type Question = {
  readonly what: string;
  readonly keys: readonly string[];
  readonly known: readonly string[];
  readonly input: unknown;
};

/** Undefined where exactly one key stands there: then the option it names has the better words. */
function complain({ what, keys, known, input }: Question): string | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return `expected ${what}, came ${describe(input)}${HINT}write a map with one of: ${keys.join(', ')}`;
  }
  const present = Object.keys(input);
  const chosen = present.filter(key => keys.includes(key));
  if (chosen.length === 1) return undefined;
  if (chosen.length > 1)
    return `${what} has one of these keys, and here are ${chosen.join(' and ')}${HINT}keep one, or make two of it`;
  for (const key of present.filter(one => !known.includes(one))) {
    const meant = nearest(key, keys);
    if (meant) return `${what} has no "${key}"${HINT}did you mean "${meant}"?`;
  }
  if (present.length === 1 && /\s/.test(present[0] ?? '')) {
    return `YAML reads this text as a key and its value: "${present[0]}:"${HINT}put it in quotes`;
  }
  return `${what} needs one of these keys: ${keys.join(', ')}${HINT}write one; here stand: ${present.join(', ') || 'none'}`;
}
