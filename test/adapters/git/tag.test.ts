import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scene } from './scene.ts';

const refused = (message: RegExp, retryable: boolean) => ({
  code: 'git.failed',
  retryable,
  message: expect.stringMatching(message),
});

test('[R1] a tag is annotated, on its commit, here and on the remote, with its message as written', async () => {
  const { tag, sh, atOrigin, first } = scene();
  await tag('v1.3.0', first, '# Release 1.3.0\n\n--force is not an option\nhead: abc\n');
  expect(sh('cat-file', '-t', 'v1.3.0')).toBe('tag');
  expect(sh('tag', '--list', '--format=%(contents)', 'v1.3.0')).toBe(
    '# Release 1.3.0\n\n--force is not an option\nhead: abc',
  );
  expect(atOrigin('rev-parse', 'v1.3.0')).toBe(sh('rev-parse', 'v1.3.0'));
  expect(atOrigin('rev-parse', 'v1.3.0^{commit}')).toBe(first);
});

test('tagging again is fine, also when only the push is missing', async () => {
  const { tag, sh, atOrigin, first } = scene();
  await tag('v1.3.0', first);
  const made = sh('rev-parse', 'v1.3.0');
  await tag('v1.3.0', first);
  atOrigin('tag', '--delete', 'v1.3.0');
  await tag('v1.3.0', first);
  expect(sh('rev-parse', 'v1.3.0')).toBe(made);
  expect(atOrigin('rev-parse', 'v1.3.0')).toBe(made);
});

test('the same name on another commit is refused, and nothing is changed', async () => {
  const { tag, sh, atOrigin, first, commit } = scene();
  await tag('v1.3.0', first);
  const second = commit('fix: second');
  const wrong = new RegExp(`v1.3.0 exists here already, on ${first.slice(0, 7)} and not on ${second.slice(0, 7)}`);
  await expect(tag('v1.3.0', second)).rejects.toMatchObject(refused(wrong, false));
  sh('tag', '--delete', 'v1.3.0');
  await expect(tag('v1.3.0', second)).rejects.toMatchObject(refused(/exists on origin already/, false));
  expect(sh('tag', '--list')).toBe('');
  expect(atOrigin('rev-parse', 'v1.3.0^{commit}')).toBe(first);
});

test('a push the remote declines says that the tag is here and not there; after Retry it is there', async () => {
  const { tag, sh, atOrigin, first, hook } = scene();
  const allow = hook('echo protected >&2; exit 1');
  const message = /exists here and not on origin: .*declined.*Retry/;
  await expect(tag('v1.3.0', first)).rejects.toMatchObject(refused(message, true));
  expect([sh('tag', '--list'), atOrigin('tag', '--list')]).toEqual(['v1.3.0', '']);
  allow();
  await tag('v1.3.0', first);
  expect(atOrigin('tag', '--list')).toBe('v1.3.0');
});

test('a remote that does not answer is found out before anything is made, or says what is here', async () => {
  const { tag, sh, first, origin } = scene();
  renameSync(origin, `${origin}.away`);
  await expect(tag('v1.3.0', first)).rejects.toMatchObject(refused(/was not made: origin did not answer/, true));
  expect(sh('tag', '--list')).toBe('');
  sh('-c', 'user.name=A', '-c', 'user.email=a@x.example', 'tag', '-a', '-m', 'x', 'v1.3.0');
  await expect(tag('v1.3.0', first)).rejects.toMatchObject(refused(/exists here and was not pushed/, true));
});

test('a push that hangs is cut off, and the answer says that nobody knows', async () => {
  const { tag, first, hook } = scene({ timeoutMs: 1_500 });
  hook('sleep 20');
  await expect(tag('v1.3.0', first)).rejects.toMatchObject(refused(/nobody knows whether it reached origin/, true));
});

test('the tagger is who git knows; the bot only when git knows nobody', async () => {
  const { tag, sh, first } = scene();
  await tag('v1.0.0', first);
  sh('config', 'user.name', 'Mira Sommer');
  sh('config', 'user.email', 'mira@x.example');
  await tag('v1.0.1', first);
  expect(sh('tag', '--list', '--format=%(taggername) %(taggeremail)')).toBe(
    'gonogo <gonogo@localhost>\nMira Sommer <mira@x.example>',
  );
});

test.each(['--force', '-d', 'v1..2', 'v1 2', 'refs/../x', 'x.lock', 'v1^{}', 'a@{1}', '', 'v\n1'])(
  'the name %j is refused before git sees it',
  async name => {
    const { tag, sh, first } = scene();
    await expect(tag(name, first)).rejects.toMatchObject({ code: 'git.failed' });
    expect(sh('tag', '--list')).toBe('');
  },
);

test('an address in place of a remote is refused', async () => {
  const { git, path, first } = scene();
  for (const remote of ['--upload-pack=x', 'ext::sh -c id', '/tmp/x']) {
    await expect(git.tag({ path, remote, name: 'v1', commit: first, message: 'x' })).rejects.toThrow(/not the name/);
  }
});
