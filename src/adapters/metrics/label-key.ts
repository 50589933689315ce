import type { Series } from './exposition.ts';
import { Unmeasured } from './unmeasured.ts';

/** Labels in one order, `le` by its number: `1` and `1.0` are the same bucket. */
export function labelKey({ labels }: Series): string {
  const entries = Object.entries(labels).map(([name, value]) => [name, name === 'le' ? String(bound(value)) : value]);
  return JSON.stringify(entries.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

/** The upper bound of a bucket, from its key. Throws `Unmeasured` when it has none. */
export function boundOf(key: string): number {
  const entries = JSON.parse(key) as readonly (readonly [string, string])[];
  return bound(entries.find(([name]) => name === 'le')?.[1] ?? '');
}

function bound(le: string): number {
  const value = /^\+?inf(?:inity)?$/i.test(le) ? Number.POSITIVE_INFINITY : Number(le);
  if (le === '' || Number.isNaN(value)) throw new Unmeasured(`"${le}" is no upper bound of a bucket`);
  return value;
}
