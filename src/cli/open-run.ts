import type { EventRow } from '#src/ports/store.ts';
import { readSqlite } from '#src/store/read-sqlite.ts';

export type ReadOptions = { readonly database: string };

/** What the first letters of an id say about its stream. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^INC-/, 'incident'],
  [/^DRILL-/, 'drill'],
];

/** `incident:INC-7` for `inc-7` */
export function streamOf(run: string): string {
  const id = run.toUpperCase();
  const kind = KINDS.find(([pattern]) => pattern.test(id))?.[1] ?? 'release';
  return `${kind}:${id}`;
}

/** The stored lines of a run, oldest first; empty: there is no such run. A bot may run on the file meanwhile. */
export async function readRun(run: string, { database }: ReadOptions): Promise<readonly EventRow[]> {
  await using store = readSqlite({ path: database });
  return await store.readStream(streamOf(run));
}
