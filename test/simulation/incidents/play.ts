import { emptyDisk } from '../disk.ts';
import { loadIncidentScenes } from './scenes.ts';
import { type IncidentSetting, simulateIncidents } from './simulate.ts';

export async function incidentSetting(): Promise<IncidentSetting> {
  return { disk: await emptyDisk(), scenes: await loadIncidentScenes() };
}

/** What these seeds broke, a sentence each with its seed, and where they got to. `SEEDS` plays another number of them. */
export async function playSeeds(from: number, count: number) {
  const setting = await incidentSetting();
  const broken: string[] = [];
  const reached = new Set<string>();
  for (let seed = from; seed < from + Number(process.env['SEEDS'] ?? count); seed += 1) {
    const outcome = await simulateIncidents(seed, setting);
    broken.push(...outcome.problems.map(says => `SEED=${seed} (${outcome.scene}) ${says}`));
    for (const what of outcome.reached.keys()) reached.add(what);
  }
  return { broken, reached };
}
