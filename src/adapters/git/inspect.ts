import { plainRef } from './refs.ts';
import { createRunGit, type GitOptions, sentence } from './run-git.ts';

/** What a working copy looks like. Nothing is fetched and nothing is written. */
export type RepositorySeen =
  | { readonly state: 'absent'; readonly says: string }
  | { readonly state: 'no-branch' }
  | { readonly state: 'there'; readonly isClean: boolean };

/** Looks at a repository. Throws `git.failed` when git is missing or did not end in time. */
export function createGitInspector(options: GitOptions) {
  const run = createRunGit(options);
  return async ({ path, branch }: { readonly path: string; readonly branch: string }): Promise<RepositorySeen> => {
    const repository = path;
    const inside = await run({ repository, args: ['rev-parse', '--is-inside-work-tree'] });
    if (inside.code !== 0 || inside.out.trim() !== 'true') return { state: 'absent', says: sentence(inside) };
    const name = `refs/heads/${plainRef(branch)}`;
    const found = await run({ repository, args: ['rev-parse', '--verify', '--quiet', '--end-of-options', name] });
    if (found.code !== 0) return { state: 'no-branch' };
    const { out } = await run({ repository, args: ['status', '--porcelain', '--untracked-files=normal'] });
    return { state: 'there', isClean: out === '' };
  };
}
