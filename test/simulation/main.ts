import { emptyDisk } from './disk.ts';
import { PLANTS } from './plants.ts';
import { loadScenes } from './runbooks.ts';
import { simulate } from './simulate.ts';

/** `SEEDS=10000 FROM=1 npm run simulate`, or `SEED=4711` for one seed; `PLANT=3` with the third planted bug. */
const { SEEDS = '1000', FROM = '1', SEED, PLANT } = process.env;
const plant = PLANT === undefined ? undefined : PLANTS[Number(PLANT)];
const setting = { disk: await emptyDisk(), scenes: await loadScenes(), ...(plant && { plant }) };
const first = Number(SEED ?? FROM);
const count = SEED === undefined ? Number(SEEDS) : 1;
const reached = new Map<string, number>();
const began = performance.now();
let failed = 0;

for (let seed = first; seed < first + count; seed += 1) {
  const { scene, problems, reached: here, lines, open } = await simulate(seed, setting);
  for (const [what, times] of here) reached.set(what, (reached.get(what) ?? 0) + times);
  if (SEED !== undefined) show(lines, open);
  if (problems.length === 0) continue;
  failed += 1;
  console.log(`SEED=${seed} (${scene})`);
  for (const says of problems) console.log(`  ${says}`);
  if (failed >= 10) break;
}

const seconds = (performance.now() - began) / 1_000;
for (const [what, times] of [...reached].toSorted()) console.log(`${String(times).padStart(8)}  ${what}`);
console.log(
  `${count} seeds in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(1)} a second), ${failed} with problems`,
);
process.exitCode = failed > 0 ? 1 : 0;

/** One line an event, and what the outbox still holds. */
function show(lines: readonly string[], open: readonly string[]): void {
  for (const line of lines) {
    const { stream, seq, at, type, actor, data } = JSON.parse(line);
    console.log(
      `${new Date(at).toISOString().slice(11, 23)} ${stream} ${seq} ${type} ${actor.user ?? ''} ${JSON.stringify(data).slice(0, 220)}`,
    );
  }
  for (const one of open) console.log(`open: ${one}`);
}
