import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type LocalWork, say } from './local.ts';

type PullRequest = { readonly head: string; readonly title: string; readonly state: 'OPEN' | 'MERGED' | 'CLOSED' };

/** Beside what git keeps, because no commit shall see it. */
const FILE = '.git/pull-requests.json';

/** A small gh: `pr create`, `pr merge --squash` and `pr close` on the repository's own remote. */
export const gh: LocalWork = ([noun, verb, ...rest]) => {
  if (noun !== 'pr') return say(`unknown command "${noun ?? ''}" for "gh"`, 1);
  const option = (name: string) => rest[rest.indexOf(name) + 1] ?? '';
  if (verb === 'create') return create(option('--head'), option('--title'));
  if (verb === 'merge') return merge(rest[0] ?? '');
  if (verb === 'close') return close(rest[0] ?? '');
  return say(`unknown command "${verb ?? ''}" for "gh pr"`, 1);
};

function create(head: string, title: string): number {
  if (git('ls-remote', '--heads', 'origin', head) === '')
    return say(`pull request create failed: no branch ${head}`, 1);
  if (find(head)) return say(`a pull request for branch "${head}" already exists`, 1);
  const all = [...read(), { head, title, state: 'OPEN' as const }];
  write(all);
  return say(`https://github.com/heimgewebe/hausKI/pull/${all.length}`);
}

function merge(head: string): number {
  const found = find(head);
  if (!found) return say(`no pull requests found for branch "${head}"`, 1);
  git('fetch', '--quiet', 'origin');
  const here = git('rev-parse', '--abbrev-ref', 'HEAD').trim();
  git('checkout', '--quiet', '--detach', 'origin/main');
  git('merge', '--quiet', '--squash', `origin/${head}`);
  git('commit', '--quiet', '--message', found.title);
  git('push', '--quiet', 'origin', 'HEAD:main');
  git('push', '--quiet', 'origin', '--delete', head);
  git('checkout', '--quiet', here);
  return settle(head, 'MERGED');
}

function close(head: string): number {
  if (!find(head)) return say(`no pull requests found for branch "${head}"`, 1);
  return settle(head, 'CLOSED');
}

function settle(head: string, state: PullRequest['state']): number {
  write(read().map(one => (one.head === head && one.state === 'OPEN' ? { ...one, state } : one)));
  return say(`pull request of ${head}: ${state.toLowerCase()}`);
}

function find(head: string): PullRequest | undefined {
  return read().find(one => one.head === head && one.state === 'OPEN');
}

function read(): readonly PullRequest[] {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as PullRequest[]) : [];
}

function write(all: readonly PullRequest[]): void {
  writeFileSync(FILE, JSON.stringify(all));
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' });
}
