import { iso } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { decode, verifyChain } from '#src/engine/codec.ts';
import { readSqlite } from '#src/store/read-sqlite.ts';
import type { ReadOptions as Read } from './open-run.ts';
import { readRun } from './open-run.ts';

/** Where lines go; default: the terminal. */
type ReadOptions = Read & { readonly write?: (line: string) => void };

type TimelineOptions = ReadOptions & { readonly json?: boolean; readonly all?: boolean };

/** More of a fact than this is cut and marked so; `--json` has it whole. */
const DATA_MAX = 200;

/** Readings every few seconds hide what people did; what came of them has facts of its own. */
const READINGS: ReadonlySet<Fact['type']> = new Set(['watch.swept']);

/**
 * Prints the timeline of a release or an incident: the stored lines as they are, or a line a fact for people, without
 * readings unless `all`.
 */
export async function printTimeline(run: string, options: TimelineOptions): Promise<void> {
  const { write = console.log, json = false, all = false } = options;
  const rows = await readRun(run, options);
  if (json) for (const row of rows) write(row.line);
  else printFacts(rows.map(decode), all, write);
  if (rows.length === 0) write(`There is no run ${run} in ${options.database}.`);
}

function printFacts(facts: readonly Fact[], all: boolean, write: (line: string) => void): void {
  const shown = all ? facts : facts.filter(fact => !READINGS.has(fact.type));
  for (const fact of shown) write(lineOf(fact));
  const left = facts.length - shown.length;
  if (left > 0) write(`${left} readings of figures are left out; --all shows them.`);
}

function lineOf(fact: Fact): string {
  const { at, seq, actor, type } = fact;
  const who = actor.kind === 'person' ? actor.user : 'gonogo';
  return `${iso(at)}  ${String(seq).padStart(4)}  ${type.padEnd(24)} ${who.padEnd(12)} ${dataOf(fact)}`.trimEnd();
}

/** The first fact of a run carries its whole runbook: only its title is for people. */
function dataOf({ type, data }: Fact): string {
  if (type === 'release.started' || type === 'incident.declared') return data.title;
  const text = JSON.stringify(data);
  return text.length > DATA_MAX ? `${text.slice(0, DATA_MAX)}…` : text;
}

/** Checks the chain of every run. Answers whether all hold. */
export async function verifyDatabase({ database, write = console.log }: ReadOptions): Promise<boolean> {
  await using store = readSqlite({ path: database });
  const runs = await store.runs({ limit: 1_000_000 });
  let sound = true;
  for (const run of runs) {
    const rows = await store.readStream(run.stream);
    const problem = verifyChain(rows) ?? headProblem(run, rows.at(-1)?.hash, rows.length);
    if (problem) sound = false;
    write(
      problem
        ? `${run.id}: broken at event ${problem.seq}: ${problem.says}`
        : `${run.id}: ${rows.length} events, head ${run.head}`,
    );
  }
  return sound;
}

/** A cut tail leaves a sound chain; the run's own row still knows how long it was. */
function headProblem(
  run: { readonly events: number; readonly head: string },
  head: string | undefined,
  length: number,
) {
  if (run.events === length && run.head === head) return null;
  return { seq: length, says: `the list of runs knows ${run.events} events ending in ${run.head.slice(0, 12)}` };
}
