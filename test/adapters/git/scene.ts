import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createGit } from '#src/adapters/git/git.ts';

const HOST_PATH = process.env['PATH'] ?? '';

/** A scratch repository with a bare origin and an empty home, so that no setting of this machine counts. */
export function scene({ timeoutMs = 20_000 } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'gonogo-git-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [path, origin, home] = [join(root, 'work'), join(root, 'origin.git'), join(root, 'home')];
  for (const folder of [path, home]) mkdirSync(folder);
  const env = { PATH: HOST_PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const raw = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, env, encoding: 'utf8' }).trim();
  const sh = (...args: string[]) => raw(path, ...args);
  raw(root, 'init', '--quiet', '--bare', origin);
  sh('init', '--quiet', '--initial-branch=main');
  sh('remote', 'add', 'origin', origin);
  const commit = (message: string, file = 'file') => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), message);
    sh('add', '--all');
    sh('-c', 'user.name=Ada', '-c', 'user.email=ada@x.example', 'commit', '--quiet', '--message', message);
    return sh('rev-parse', 'HEAD');
  };
  const first = commit('feat: first');
  sh('push', '--quiet', 'origin', 'main');
  const git = createGit({ path: HOST_PATH, home, env: { GIT_CONFIG_NOSYSTEM: '1' }, timeoutMs });
  return {
    git,
    path,
    origin,
    root,
    first,
    commit,
    sh,
    atOrigin: (...args: string[]) => raw(origin, ...args),
    tag: (name: string, at: string, message = 'Release') =>
      git.tag({ path, remote: 'origin', name, commit: at, message }),
    hook: (script: string) => {
      const file = join(origin, 'hooks', 'pre-receive');
      mkdirSync(join(origin, 'hooks'), { recursive: true });
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
      return () => rmSync(file);
    },
  };
}
