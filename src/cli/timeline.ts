import { iso } from '#src/base/time.ts';
import { decode, verifyChain } from '#src/engine/codec.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';

/** Prints a run's timeline: the stored lines as they are, or a line an event for people. */
export async function printTimeline(
  run: string,
  options: { readonly database: string; readonly json?: boolean },
): Promise<void> {
  const store = await openSqlite({ path: options.database });
  const rows = await store.readStream(`release:${run.toUpperCase()}`);
  for (const row of rows) {
    if (options.json) console.log(row.line);
    else {
      const { actor, type, data } = decode(row);
      const who = actor.kind === 'person' ? actor.user : 'gonogo';
      const said = type === 'release.started' ? '' : JSON.stringify(data).slice(0, 200);
      console.log(`${iso(row.at)}  ${String(row.seq).padStart(4)}  ${type.padEnd(24)} ${who.padEnd(12)} ${said}`);
    }
  }
  if (rows.length === 0) console.log(`There is no run ${run} in ${options.database}.`);
  await store.close();
}

/** Checks the chain of every run. Answers whether all hold. */
export async function verifyDatabase({ database }: { readonly database: string }): Promise<boolean> {
  const store = await openSqlite({ path: database });
  const runs = await store.runs({ limit: 1_000_000 });
  let sound = true;
  for (const run of runs) {
    const rows = await store.readStream(run.stream);
    const problem = verifyChain(rows) ?? headProblem(run, rows.at(-1)?.hash, rows.length);
    if (problem) sound = false;
    console.log(
      problem
        ? `${run.id}: broken at event ${problem.seq}: ${problem.says}`
        : `${run.id}: ${rows.length} events, head ${run.head}`,
    );
  }
  await store.close();
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
