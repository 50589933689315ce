import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FIRST_WIMMELWELT } from './demo/wimmelwelt/site.ts';
import { addCommit, beginRepo, gitOn } from './scratch-git.ts';

const TEMPLATE = fileURLToPath(new URL('wimmelwelt-template', import.meta.url));

/** Makes Wimmelwelt's repository anew, with work since its last tag. Answers its path. Throws when git fails. */
export function makeWimmelweltRepo({ folder, hostPath }: { folder: string; hostPath: string }): string {
  const git = gitOn(hostPath);
  const path = join(folder, 'wimmelwelt');
  const origin = join(folder, 'wimmelwelt.git');
  rmSync(origin, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  beginRepo(git, { path, template: TEMPLATE });
  const author = 'Jule Harms';
  addCommit(git, path, { message: 'feat: messages and pictures', author, day: '2026-09-07', files: {} });
  git(path, ['tag', '--annotate', `v${FIRST_WIMMELWELT}`, '--message', FIRST_WIMMELWELT], '2026-09-29');
  addCommit(git, path, {
    ...{ message: 'feat(push): a message for each new picture', author, day: '2026-10-09' },
    files: { 'src/push.js': "export const pushFor = picture => ({ title: 'New picture', picture });\n" },
  });
  addCommit(git, path, {
    ...{ message: 'fix(upload): pictures taken upright stay upright', author, day: '2026-10-12' },
    files: { 'src/upload.js': 'export const upright = picture => ({ ...picture, turned: 0 });\n' },
  });
  git(folder, ['clone', '--quiet', '--bare', path, origin]);
  git(path, ['remote', 'add', 'origin', origin]);
  git(path, ['fetch', '--quiet', 'origin']);
  git(path, ['branch', '--quiet', '--set-upstream-to=origin/main']);
  return path;
}
