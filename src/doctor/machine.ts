import { constants } from 'node:fs';
import { access, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ok, problem, type Seen } from './finding.ts';
import type { Check } from './run-checks.ts';

const NODE_MIN = 24;

export function nodeCheck(version: string): Check {
  return {
    name: 'Node',
    remedy: '',
    run() {
      if (Number(version.split('.')[0]) >= NODE_MIN) return [ok(`Node ${version}`)];
      const remedy = `Run it through npm, which brings Node ${NODE_MIN} along, or install it from nodejs.org.`;
      return [problem(`Node ${version} is too old: ${NODE_MIN} or newer is needed.`, remedy)];
    },
  };
}

/** `problems`: each begins with the name of its variable. */
export function configCheck(problems: readonly string[]): Check {
  return {
    name: 'Configuration',
    remedy: '',
    run: () =>
      problems.length === 0
        ? [ok('Every variable that is set can be read.')]
        : problems.map(one => problem(`${one}.`, 'Set it in the environment of the bot; README.md lists all of them.')),
  };
}

type DatabaseSeen =
  | { readonly state: 'absent' }
  | { readonly state: 'there'; readonly isRunning: boolean; readonly events: number; readonly openRuns: number };

export function dataCheck(folder: string, database: string, look: (path: string) => DatabaseSeen): Check {
  return {
    name: 'Data',
    remedy: 'Give the user of the bot a local folder of its own, and name it with GONOGO_DATA.',
    run: async () => [await folderSeen(folder), databaseSeen(database, look)],
  };
}

/** Really written to: rights alone say nothing of a full or read-only disk. */
async function folderSeen(folder: string): Promise<Seen> {
  const there = await stat(folder).catch(() => null);
  const remedy = `Make ${resolve(folder)} writable for the user the bot runs as.`;
  if (there && !there.isDirectory()) return problem(`${folder} is no folder.`, remedy);
  try {
    if (!there) {
      await access(await firstThere(resolve(folder)), constants.W_OK);
      return ok(`${folder} is not there yet; the first start makes it.`);
    }
    const probe = join(folder, `.doctor-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
    return ok(`${folder} can be written.`);
  } catch (cause) {
    return problem(`${folder} cannot be written (${(cause as Error).message}).`, remedy);
  }
}

async function firstThere(path: string): Promise<string> {
  const there = await stat(path).catch(() => null);
  return there || dirname(path) === path ? path : firstThere(dirname(path));
}

function databaseSeen(path: string, look: (path: string) => DatabaseSeen): Seen {
  const remedy =
    'Look whether it is a gonogo database, whether this user may read it and its folder, and whether the disk is local.';
  try {
    const seen = look(path);
    if (seen.state === 'absent') return ok(`${path} is not there yet; the first start makes it.`);
    const figures = `${seen.events} events, ${seen.openRuns} open runs`;
    return seen.isRunning
      ? ok(`${path}: a bot is running on it (${figures}). A second one would be refused.`)
      : ok(`${path} opens (${figures}); no bot is running on it.`);
  } catch (cause) {
    return problem((cause as Error).message, remedy);
  }
}
