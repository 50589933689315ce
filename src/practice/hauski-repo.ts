import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOUR, type Instant, iso } from '#src/base/time.ts';
import { addCommit, beginRepo, type Commit, gitOn } from './scratch-git.ts';

const TEMPLATE = fileURLToPath(new URL('hauski-template', import.meta.url));

type Change = Omit<Commit, 'day'> & { readonly hoursAgo: number };

/** Something to find when one asks what changed lately. */
const HISTORY: readonly Change[] = [
  change(24 * 9, 'feat: answers with their sources', 'Mira Sommer', {}),
  change(24 * 5, 'config: a smaller model for the index', 'Jonas Brandt', {
    'policies/models.yaml': '# index: 384 dimensions since the smaller model\n',
  }),
  change(26, 'feat(core): rerank what the index found', 'Aylin Kaya', {
    'core/rerank.rs': '// Sorts again what the index found.\n',
  }),
  change(3, 'config: questions are no longer limited at night', 'Jonas Brandt', {
    'policies/routing.yaml': '# the limit of the night is gone\n',
  }),
];

/** Makes hausKI's repository anew, with changes of the last days before `now`. Answers its path. Throws when git fails. */
export function makeHauskiRepo(parts: { folder: string; hostPath: string; now: Instant }): string {
  const git = gitOn(parts.hostPath);
  const path = join(parts.folder, 'hauski');
  beginRepo(git, { path, template: TEMPLATE });
  for (const { hoursAgo, ...rest } of HISTORY) addCommit(git, path, { ...rest, day: iso(parts.now - hoursAgo * HOUR) });
  return path;
}

function change(hoursAgo: number, message: string, author: string, files: Change['files']): Change {
  return { hoursAgo, message, author, files };
}
