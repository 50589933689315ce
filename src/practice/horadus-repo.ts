import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FIRST_HORADUS } from './demo/horadus/fleet.ts';
import { addCommit, beginRepo, gitOn } from './scratch-git.ts';

const TEMPLATE = fileURLToPath(new URL('horadus-template', import.meta.url));

/**
 * Makes Horadus' repository anew, and the bare one beside it that it is pulled from. Since its last tag the prompts were
 * changed, so the next release owes an evaluation. Answers its path. Throws when git fails.
 */
export function makeHoradusRepo({ folder, hostPath }: { folder: string; hostPath: string }): string {
  const git = gitOn(hostPath);
  const path = join(folder, 'horadus');
  const origin = join(folder, 'horadus.git');
  rmSync(origin, { recursive: true, force: true });
  beginRepo(git, { path, template: TEMPLATE });
  const author = 'Nils Berg';
  addCommit(git, path, { message: 'feat: trends from what was collected', author, day: '2026-09-02', files: {} });
  git(path, ['tag', '--annotate', FIRST_HORADUS, '--message', `Release ${FIRST_HORADUS}`], '2026-09-30');
  addCommit(git, path, {
    ...{ message: 'feat(trends): weigh sources by their age', author, day: '2026-10-08' },
    files: { 'src/weigh.py': 'def weigh(age_days): return 1 / (1 + age_days)\n' },
  });
  addCommit(git, path, {
    ...{ message: 'feat(prompts): ask for the date of each claim', author, day: '2026-10-12' },
    files: { 'prompts/extract.md': '\nName the date of each claim.\n' },
  });
  addCommit(git, path, {
    ...{ message: 'chore(db): an index on the age', author, day: '2026-10-13' },
    files: { 'migrations/0002-age.sql': 'CREATE INDEX claims_age ON claims (age);\n' },
  });
  git(folder, ['clone', '--quiet', '--bare', path, origin]);
  git(path, ['remote', 'add', 'origin', origin]);
  git(path, ['fetch', '--quiet', 'origin']);
  git(path, ['branch', '--quiet', '--set-upstream-to=origin/main']);
  return path;
}
