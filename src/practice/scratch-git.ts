import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `day`: when it was made, as git reads dates; a day alone means ten o'clock UTC. `files` are appended to. */
export type Commit = {
  readonly message: string;
  readonly author: string;
  readonly day: string;
  readonly files: { readonly [path: string]: string };
};

export type Git = (cwd: string, args: readonly string[], day?: string) => void;

/** Runs git without the owner's settings, so that the history is the same everywhere. Throws when git fails. */
export function gitOn(hostPath: string): Git {
  return (cwd, args, day = '2026-09-01') => {
    const when = day.includes('T') ? day : `${day}T10:00:00Z`;
    const env = { PATH: hostPath, GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when, GIT_CONFIG_NOSYSTEM: '1' };
    execFileSync('git', args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  };
}

/** An empty repository with the files of `template` in its folder, made anew. */
export function beginRepo(git: Git, { path, template }: { path: string; template: string }): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  cpSync(template, path, { recursive: true });
  git(path, ['init', '--quiet', '--initial-branch=main']);
  // A commit or tag of the bot needs somebody's name, whatever this machine's git knows of its owner.
  git(path, ['config', 'user.name', 'gonogo practice']);
  git(path, ['config', 'user.email', 'practice@gonogo.example']);
  git(path, ['config', 'commit.gpgsign', 'false']);
  git(path, ['config', 'tag.gpgsign', 'false']);
}

export function addCommit(git: Git, path: string, { message, author, day, files }: Commit): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    appendFileSync(join(path, file), text);
  }
  git(path, ['add', '--all']);
  const mail = `${author.toLowerCase().replace(' ', '.')}@valero.example`;
  git(path, ['commit', '--quiet', '--message', message, '--author', `${author} <${mail}>`], day);
}
