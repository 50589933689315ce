import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGit } from '#src/adapters/git/git.ts';
import { sentence } from '#src/adapters/git/run-git.ts';
import { scene } from './scene.ts';

test('reading tells the commit of the branch, all tags, and which lie behind it', async () => {
  const { git, path, sh, first, commit, tag } = scene();
  await tag('v1.0.0', first);
  sh('tag', 'light', first);
  sh('tag', 'a-file', `${first}:file`);
  const second = commit('fix: second');
  sh('tag', 'later', second);
  sh('checkout', '--quiet', '-b', 'old', first);
  expect(await git.read({ path, branch: 'old', ref: null })).toEqual({
    commit: first,
    clean: true,
    tags: [
      { name: 'later', commit: second },
      { name: 'light', commit: first },
      { name: 'v1.0.0', commit: first },
    ],
    reachable: ['light', 'v1.0.0'],
  });
  expect(await git.read({ path, branch: 'old', ref: 'later' })).toMatchObject({ commit: second });
});

test('tags others have pushed are known after reading; a silent remote holds nothing up', async () => {
  const { git, path, first, tag, sh, origin } = scene();
  await tag('v1.0.0', first);
  sh('tag', '--delete', 'v1.0.0');
  const names = async () => (await git.read({ path, branch: 'main', ref: null })).tags.map(one => one.name);
  expect(await names()).toEqual(['v1.0.0']);
  renameSync(origin, `${origin}.away`);
  expect(await names()).toEqual(['v1.0.0']);
});

test('[R3] a changed or a forgotten new file makes the tree unclean', async () => {
  const { git, path } = scene();
  const clean = async () => (await git.read({ path, branch: 'main', ref: null })).clean;
  expect(await clean()).toBe(true);
  writeFileSync(join(path, 'new'), '');
  expect(await clean()).toBe(false);
});

test('commits come newest first, whole, and a message cannot pretend to be two', async () => {
  const { git, path, first, commit } = scene();
  const hostile = 'fix: x\n\nbody \x1e\x1f\nBREAKING CHANGE: y';
  const second = commit(hostile);
  const third = commit('feat: größer');
  const log = await git.log({ path, from: first, to: 'main' });
  expect(log.map(one => [one.hash, one.author, one.message])).toEqual([
    [third, 'Ada', 'feat: größer'],
    [second, 'Ada', hostile],
  ]);
  expect(log[0]?.at).toBeGreaterThan(Date.now() - 60_000);
  expect(await git.log({ path, from: null, to: third })).toHaveLength(3);
  expect(await git.log({ path, from: third, to: third })).toEqual([]);
});

test('changed paths are told as they are, a renamed file under both names', async () => {
  const { git, path, first, commit, sh } = scene();
  commit('feat: more', 'ä "quoted".txt');
  sh('mv', 'file', 'moved');
  const last = commit('chore: move', 'other');
  expect([...(await git.changed({ path, from: first, to: last }))].sort()).toEqual(
    ['file', 'moved', 'other', 'ä "quoted".txt'].sort(),
  );
});

test('[R3] changed paths may be asked for below some folders only', async () => {
  const { git, path, first, commit } = scene();
  commit('feat: a prompt', 'prompts/deep/extract.md');
  const last = commit('feat: more', 'src/prompts.py');
  const below = (...globs: string[]) => git.changed({ path, from: first, to: last, globs });
  expect(await below('prompts/**')).toEqual(['prompts/deep/extract.md']);
  expect(await below('models/**', 'src/*.py')).toEqual(['src/prompts.py']);
  expect(await below('models/**')).toEqual([]);
});

test('what cannot be read is said in git’s own words', async () => {
  const { git, path, root } = scene();
  const code = 'git.failed';
  await expect(git.read({ path, branch: 'gone', ref: null })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/could not find the branch gone\. Branches here: main\./),
  });
  await expect(git.read({ path: root, branch: 'main', ref: null })).rejects.toThrow(/not a git repository/);
  await expect(git.log({ path, from: null, to: '--output=/tmp/x' })).rejects.toThrow(/not a name git can look up/);
  const without = createGit({ path: '/nowhere', home: root });
  await expect(without.log({ path, from: null, to: 'main' })).rejects.toThrow(/git was not found.*GONOGO_PATH/);
});

test('a password in an address does not reach the sentence', () => {
  const err = "warning: x\nfatal: unable to access 'https://bot:hunter2@git.example/x.git/': 403\n";
  expect(sentence({ code: 128, out: '', err })).toBe("unable to access 'https://***@git.example/x.git/': 403");
});

test('a branch that is not there is answered with those that are, the nearest first, or with where it is', async () => {
  const { git, path, sh } = scene();
  for (const name of ['old', 'mail', 'develop']) sh('branch', name);
  const refusal = (branch: string) => git.read({ path, branch, ref: null }).catch((error: Error) => error.message);
  expect(await refusal('mian')).toMatch(
    /^git could not find the branch mian\. Branches here: (?:main, mail|mail, main), old, develop\.$/,
  );
  sh('push', '--quiet', 'origin', 'old:spring');
  sh('fetch', '--quiet', 'origin');
  expect(await refusal('spring')).toContain(' Only origin has it: git fetch origin spring:spring');
  expect(await git.read({ path: `${path}/none`, branch: 'main', ref: null }).catch((e: Error) => e.message)).toMatch(
    /^git could not find the branch main: .*(?:No such file|cannot change to)/,
  );
});
