import { nearestFirst } from '#src/base/nearest.ts';
import { GonogoError } from '#src/errors.ts';
import type { Commit, Git, GitFacts } from '#src/ports/git.ts';
import { plainRef } from './refs.ts';
import { createRunGit, type GitAnswer, type GitOptions, type RunGit, sentence } from './run-git.ts';
import { createTag } from './tag.ts';

const COMMITS_MAX = 1_000;

/** The real git. Every call is one short process, with plain names only and never a shell. */
export function createGit(options: GitOptions): Git {
  const run = createRunGit(options);
  return {
    read: request => readFacts(run, request),

    async log({ path, from, to }) {
      const range = from === null ? plainRef(to) : `${plainRef(from)}..${plainRef(to)}`;
      // NUL is the one character no message can hold.
      const format = ['--encoding=UTF-8', '--no-show-signature', '-z', '--format=%H%n%an%n%at%n%B'];
      const args = ['log', ...format, `--max-count=${COMMITS_MAX}`, '--end-of-options', range, '--'];
      return good(await run({ repository: path, args }), `read the commits of ${range}`)
        .split('\0')
        .filter(record => record !== '')
        .map(commitOf);
    },

    async changed({ path, from, to, globs = [] }) {
      const what = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--end-of-options'];
      const args = [...what, plainRef(from), plainRef(to), '--', ...globs.map(glob => `:(top,glob)${glob}`)];
      const answer = await run({ repository: path, args });
      return good(answer, `compare ${from} with ${to}`).split('\0').filter(Boolean);
    },

    tag: request => createTag(run, request),
  };
}

async function readFacts(run: RunGit, request: Parameters<Git['read']>[0]): Promise<GitFacts> {
  const { path: repository, branch, ref } = request;
  const git = async (what: string, ...args: readonly string[]) => good(await run({ repository, args }), what);
  await fetchTags(run, repository, branch);
  const name = ref === null ? `refs/heads/${plainRef(branch)}` : plainRef(ref);
  const found = await run({ repository, args: ['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`] });
  if (found.code !== 0 && ref === null) throw await noBranch(run, { repository, branch, answer: found });
  const commit = good(found, `find ${ref}`).trim();
  const status = await git('read the state of the working tree', 'status', '--porcelain', '--untracked-files=normal');
  const format = '--format=%(refname:strip=2) %(objecttype) %(objectname) %(*objecttype) %(*objectname)';
  const tags = await git('list the tags', 'for-each-ref', format, 'refs/tags');
  const reachable = await git(
    'list the tags before it',
    'for-each-ref',
    `--merged=${commit}`,
    '--format=%(refname:strip=2)',
    'refs/tags',
  );
  return { commit, clean: status === '', tags: lines(tags).flatMap(tagOf), reachable: lines(reachable) };
}

const BRANCHES_MAX = 10;

/** With the branches there are, those most like it first; one that only a remote has is named with how to get it. */
async function noBranch(
  run: RunGit,
  { repository, branch, answer }: { readonly repository: string; readonly branch: string; readonly answer: GitAnswer },
): Promise<GonogoError> {
  const args = ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes'];
  const refs = lines((await run({ repository, args })).out);
  const remote = refs.find(ref => ref.replace(/^refs\/remotes\/[^/]+\//, '') === branch)?.split('/')[2];
  const here = nearestFirst(
    branch,
    refs.flatMap(ref => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : [])),
  );
  const more = here.length > BRANCHES_MAX ? ` and ${here.length - BRANCHES_MAX} more` : '';
  const there = here.length === 0 ? '' : ` Branches here: ${here.slice(0, BRANCHES_MAX).join(', ')}${more}.`;
  const get = remote ? ` Only ${remote} has it: git fetch ${remote} ${branch}:${branch}` : '';
  // What is no repository has no branches, and git's own sentence says so.
  const why = refs.length === 0 ? `: ${sentence(answer)}` : '.';
  return new GonogoError('git.failed', `git could not find the branch ${branch}${why}${there}${get}`);
}

/**
 * Others may have released since. A remote that does not answer, or tags that differ there, must not hold up reading:
 * what is there now is what this repository knows, and pushing a tag will tell.
 */
async function fetchTags(run: RunGit, repository: string, branch: string): Promise<void> {
  const configured = await run({ repository, args: ['config', '--get', `branch.${plainRef(branch)}.remote`] });
  const remote = configured.out.trim() || 'origin';
  const args = ['fetch', '--quiet', '--tags', '--no-recurse-submodules', '--end-of-options', remote];
  await run({ repository, args }).catch((error: unknown) => {
    if (!(error instanceof GonogoError && error.retryable)) throw error;
  });
}

function good(answer: GitAnswer, what: string): string {
  if (answer.code === 0) return answer.out;
  throw new GonogoError('git.failed', `git could not ${what}: ${sentence(answer)}`);
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter(line => line !== '');
}

/** Annotated tags show the commit they point to in the last two fields; a tag on anything but a commit is none of ours. */
function tagOf(line: string): GitFacts['tags'] {
  const [name = '', type, object = '', pointsTo, target = ''] = line.split(' ');
  if (type === 'commit') return [{ name, commit: object }];
  return pointsTo === 'commit' ? [{ name, commit: target }] : [];
}

function commitOf(record: string): Commit {
  const [hash = '', author = '', seconds = '', ...message] = record.split('\n');
  return { hash, author, at: Number(seconds) * 1000, message: message.join('\n').trim() };
}
