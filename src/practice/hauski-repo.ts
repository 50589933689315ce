import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOUR, type Instant, iso } from '#src/base/time.ts';
import { FIRST_HAUSKI } from './demo/hauski/fleet.ts';
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

/** What the branches that wait for an upgrade change. */
const POLICY = { file: 'policies/limits.yaml', from: 'llm_p95_ms: 400', to: 'llm_p95_ms: 450' };
const RUST = { from: '1.88.0', to: '1.90.0' };

/**
 * Makes hausKI's repository anew, with changes of the last days before `now`, the bare one beside it that it pushes to, and
 * two branches: `policies/longer-answers` and `toolchain/rust-1.90`. Answers its path. Throws when git fails.
 */
export function makeHauskiRepo(parts: { folder: string; hostPath: string; now: Instant }): string {
  const git = gitOn(parts.hostPath);
  const path = join(parts.folder, 'hauski');
  const origin = join(parts.folder, 'hauski.git');
  rmSync(origin, { recursive: true, force: true });
  beginRepo(git, { path, template: TEMPLATE });
  const [first, ...later] = HISTORY;
  const add = ({ hoursAgo, ...rest }: Change) =>
    addCommit(git, path, { ...rest, day: iso(parts.now - hoursAgo * HOUR) });
  if (first) add(first);
  git(path, ['tag', '--annotate', `v${FIRST_HAUSKI}`, '--message', `hausKI ${FIRST_HAUSKI}`]);
  for (const one of later) add(one);
  git(path, ['clone', '--quiet', '--bare', path, origin]);
  git(path, ['remote', 'add', 'origin', origin]);
  git(path, ['fetch', '--quiet', 'origin']);
  git(path, ['branch', '--quiet', '--set-upstream-to=origin/main']);
  branch('policies/longer-answers', 'policies: more time for long answers', () => edit(POLICY));
  branch('toolchain/rust-1.90', 'toolchain: Rust 1.90', () => {
    for (const file of [
      'toolchain.versions.yml',
      '.github/workflows/ci.yml',
      '.devcontainer/devcontainer.json',
      '.wgx/profile.yml',
    ])
      edit({ file, ...RUST });
  });
  return path;

  function branch(name: string, message: string, put: () => void): void {
    git(path, ['checkout', '--quiet', '-b', name]);
    put();
    addCommit(git, path, { message, author: 'Jonas Brandt', day: iso(parts.now - HOUR), files: {} });
    git(path, ['push', '--quiet', 'origin', name]);
    git(path, ['checkout', '--quiet', 'main']);
    git(path, ['branch', '--quiet', '--delete', '--force', name]);
  }

  function edit({ file, from, to }: { file: string; from: string; to: string }): void {
    const place = join(path, file);
    writeFileSync(place, readFileSync(place, 'utf8').replace(from, to));
  }
}

function change(hoursAgo: number, message: string, author: string, files: Change['files']): Change {
  return { hoursAgo, message, author, files };
}
