import { emptyDisk } from './disk.ts';
import { EVENING_PLANTS } from './evenings/plants.ts';
import { loadEvenings } from './evenings/scenes.ts';
import { simulateEvening } from './evenings/simulate.ts';
import { INCIDENT_PLANTS } from './incidents/plants.ts';
import { loadIncidentScenes } from './incidents/scenes.ts';
import { simulateIncidents } from './incidents/simulate.ts';
import { PLANTS } from './plants.ts';
import { loadScenes } from './runbooks.ts';
import { simulate } from './simulate.ts';

/**
 * `SEEDS=10000 FROM=1 npm run simulate`, or `SEED=4711` for one seed; `PLANT=3` with the third planted bug;
 * `SCENES=incident` for incidents instead of releases, `SCENE=day` for one kind of them; `SCENES=evening` for evenings.
 */
const { SEEDS = '1000', FROM = '1', SEED, PLANT, SCENES = 'release', SCENE } = process.env;
const play = await { release: releases, incident: incidents, evening: evenings }[SCENES as 'release']();
const first = Number(SEED ?? FROM);
const count = SEED === undefined ? Number(SEEDS) : 1;
/** How often it is said how far it has come, so that a long run that is stopped tells where to go on. */
const PROGRESS_EVERY = 500;
const reached = new Map<string, number>();
const began = performance.now();
let failed = 0;

for (let seed = first; seed < first + count; seed += 1) {
  const { scene, problems, reached: here, lines, open } = await play(seed);
  for (const [what, times] of here) reached.set(what, (reached.get(what) ?? 0) + times);
  if (SEED !== undefined) show(lines, open);
  if ((seed - first + 1) % PROGRESS_EVERY === 0) console.log(`... ${seed} is done, FROM=${seed + 1} goes on`);
  if (problems.length === 0) continue;
  failed += 1;
  console.log(`SEED=${seed} (${scene})`);
  for (const says of problems) console.log(`  ${says}`);
  if (failed >= 10) break;
}

const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage();
const cpuSeconds = (user + system) / 1_000_000;
for (const [what, times] of [...reached].toSorted()) console.log(`${String(times).padStart(8)}  ${what}`);
console.log(
  `${count} seeds in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(1)} a second, ${cpuSeconds.toFixed(1)} s of a processor), ${failed} with problems`,
);
process.exitCode = failed > 0 ? 1 : 0;

async function releases() {
  const plant = PLANT === undefined ? undefined : PLANTS[Number(PLANT)];
  const setting = { disk: await emptyDisk(), scenes: await loadScenes(), ...(plant && { plant }) };
  return (seed: number) => simulate(seed, setting);
}

async function incidents() {
  const plant = PLANT === undefined ? undefined : INCIDENT_PLANTS[Number(PLANT)];
  const scenes = (await loadIncidentScenes()).filter(scene => scene.name === (SCENE ?? scene.name));
  const setting = { disk: await emptyDisk(), scenes, ...(plant && { plant }) };
  return (seed: number) => simulateIncidents(seed, setting);
}

async function evenings() {
  const scenes = (await loadEvenings()).filter(scene => scene.name === (SCENE ?? scene.name));
  const plant = PLANT === undefined ? undefined : EVENING_PLANTS[Number(PLANT)];
  const setting = { disk: await emptyDisk(), scenes, ...(plant && { plant }) };
  return (seed: number) => simulateEvening(seed, setting);
}

/** One line an event, and what the outbox still holds. */
function show(lines: readonly string[], open: readonly string[]): void {
  for (const line of lines) {
    const { stream, seq, at, type, actor, data } = JSON.parse(line);
    console.log(
      `${new Date(at).toISOString().slice(8, 23)} ${stream} ${seq} ${type} ${actor.user ?? ''} ${JSON.stringify(data).slice(0, 220)}`,
    );
  }
  for (const one of open) console.log(`open: ${one}`);
}
