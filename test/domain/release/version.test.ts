import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countsAnew, nextVersion, tagOf, type VersionRequest, versionOf } from '#src/domain/release/version.ts';
import { World } from '../../support/run-world.ts';
import { phase, product, runbook, version } from '../../support/runbook.ts';

const PATTERN = 'v${{ run.version }}';

/** `tags` lie behind the commit, `elsewhere` on other branches. */
function ask(given: Partial<VersionRequest> & { readonly elsewhere?: readonly string[] }) {
  const reachable = given.reachable ?? ['v1.1.0', 'v1.2.0'];
  const tags = [...reachable, ...(given.elsewhere ?? [])];
  return nextVersion({ bump: 'minor', wanted: null, pattern: PATTERN, tags, reachable, ...given });
}

test.each([
  ['patch', '1.2.1'],
  ['minor', '1.3.0'],
  ['major', '2.0.0'],
] as const)('[V1] [V3] a %s release after 1.2.0 is %s, with its tag and what it follows', (bump, version) => {
  expect(ask({ bump })).toEqual({
    ok: true,
    version,
    tag: `v${version}`,
    previousVersion: '1.2.0',
    previousTag: 'v1.2.0',
  });
});

test('the last release is the highest number, not the last in the alphabet, and other tags do not count', () => {
  const reachable = ['v1.9.0', 'v1.10.0', 'v1.2', 'nightly', 'api-v7.0.0', 'v01.99.0', 'v2.0.0+build'];
  expect(ask({ reachable })).toMatchObject({ version: '1.11.0', previousTag: 'v1.10.0' });
});

test('[R6] the last known good release is what it follows; one that was taken back keeps its number and is passed over', () => {
  const given = { bump: 'patch', reachable: ['v1.2.0', 'v1.3.0'], failed: ['1.3.0'] } as const;
  expect(ask(given)).toMatchObject({ version: '1.3.1', previousVersion: '1.2.0', previousTag: 'v1.2.0' });
  expect(ask({ ...given, failed: ['1.2.0', '1.3.0'] })).toMatchObject({ version: '1.3.1', previousTag: null });
});

test('a hotfix of an old line follows that line', () => {
  expect(ask({ bump: 'patch', reachable: ['v1.2.0'], elsewhere: ['v2.0.0'] })).toMatchObject({ version: '1.2.1' });
});

test('a used version is refused wherever its tag stands, with a way out', () => {
  expect(ask({ elsewhere: ['v1.3.0'] })).toEqual({
    ok: false,
    refusal: {
      code: 'version.used',
      text: '1.3.0 was released already: the tag v1.3.0 exists, on another branch. Ask for one that is free, for example 1.4.0.',
    },
  });
  expect(ask({ wanted: '1.2.0' })).toMatchObject({ ok: false, refusal: { code: 'version.used' } });
});

test.each(['v1.3.0', '1.3', '01.3.0', '1.3.0+7', 'next', '', '1.3.0 ', '--force'])('%j is not a version', wanted => {
  expect(ask({ wanted })).toMatchObject({ ok: false, refusal: { code: 'version.not-semver' } });
});

test.each([
  ['minor', '1.4.0', 'ok'],
  ['minor', '1.3.0-rc.1', 'ok'],
  ['minor', '1.2.5', 'version.other-type'],
  ['minor', '2.0.0', 'version.other-type'],
  ['patch', '1.2.7', 'ok'],
  ['patch', '1.3.0', 'version.other-type'],
  ['major', '3.0.0', 'ok'],
  ['major', '2.1.0', 'version.other-type'],
  ['ask', '1.2.1', 'ok'],
  ['ask', '7.0.0', 'ok'],
  ['patch', '1.1.9', 'version.older'],
] as const)('a %s release that wants %s after 1.2.0: %s', (bump, wanted, expected) => {
  const answer = ask({ bump, wanted });
  expect(answer.ok ? 'ok' : answer.refusal.code).toBe(expected);
});

test('a pre-release is finished by its release, and compared with the last real one', () => {
  const reachable = ['v1.2.0', 'v1.3.0-rc.1'];
  expect(ask({ reachable })).toMatchObject({ version: '1.3.0', previousVersion: '1.2.0' });
  expect(ask({ reachable, wanted: '1.3.0-rc.2' })).toMatchObject({ ok: true, previousVersion: '1.2.0' });
  expect(ask({ reachable: ['v1.0.0-rc.1'], bump: 'major' })).toMatchObject({ version: '1.0.0' });
  expect(ask({ reachable: ['v1.0.0-rc.1'], bump: 'major', wanted: '1.0.0' })).toMatchObject({ ok: true });
});

test('the first release counts from nothing', () => {
  expect(ask({ reachable: [] })).toEqual({
    ok: true,
    version: '0.1.0',
    tag: 'v0.1.0',
    previousVersion: null,
    previousTag: null,
  });
  expect(ask({ reachable: [], bump: 'major' })).toMatchObject({ version: '1.0.0' });
  expect(ask({ reachable: [], bump: 'major', wanted: '1.0.0' })).toMatchObject({ version: '1.0.0' });
});

test('a type without a number has no version; one that asks needs an answer', () => {
  expect(ask({ bump: 'none' })).toMatchObject({ ok: true, version: null, tag: null, previousVersion: '1.2.0' });
  expect(ask({ bump: 'ask' })).toMatchObject({ ok: false, refusal: { code: 'version.missing' } });
});

test('whatever was released, the next version is new, newer, and read back from its tag', () => {
  const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map(parts => parts.join('.'));
  const pattern = fc.constantFrom(PATTERN, '${{run.version}}', 'shop-v${{ run.version }}-final');
  const bump = fc.constantFrom('major', 'minor', 'patch');
  fc.assert(
    fc.property(fc.uniqueArray(version, { maxLength: 6 }), pattern, bump, (versions, pattern, bump) => {
      const tags = versions.map(one => tagOf(pattern, one));
      const answer = nextVersion({ bump, wanted: null, pattern, tags, reachable: tags });
      if (!answer.ok || answer.tag === null) return false;
      return !tags.includes(answer.tag) && versionOf(pattern, answer.tag) === answer.version;
    }),
  );
});

test.each([
  ['no tag', [], [], 'there is no tag yet, so it was counted from 0.0.0'],
  [
    'tags written otherwise',
    ['nightly', 'release-1.4.0', 'release-1.5.0'],
    [],
    'no tag is written like v1.2.3, so it was counted from 0.0.0; tags here look like release-1.4.0, release-1.5.0',
  ],
  [
    'tags that are no versions',
    ['nightly'],
    [],
    'no tag is written like v1.2.3, so it was counted from 0.0.0; tags here look like nightly',
  ],
  [
    'a release on another branch only',
    [],
    ['v2.0.0'],
    'no tag like v1.2.3 lies behind this commit (v2.0.0 lies elsewhere), so it was counted from 0.0.0',
  ],
] as const)(
  'a count that begins anew says so and what the tags here look like: %s',
  (_, reachable, elsewhere, says) => {
    expect(countsAnew({ pattern: PATTERN, wanted: null, tags: [...reachable, ...elsewhere], reachable })).toBe(says);
  },
);

test('a count that goes on from a release says nothing, and a typed version is not said to be counted', () => {
  expect(countsAnew({ pattern: PATTERN, wanted: null, tags: ['v0.1.0'], reachable: ['v0.1.0'] })).toBeNull();
  expect(countsAnew({ pattern: PATTERN, wanted: '3.0.0', tags: [], reachable: [] })).toBe(
    'there is no tag yet, so nothing is known that it follows',
  );
});

test('[V3] how a tag is written may hold vars: only its version is left open when git is asked', () => {
  const tag = '${{ vars.part }}-v${{ run.version }}';
  const repository = { path: '.', branch: 'main', tag, remote: 'origin' };
  const book = runbook({
    product: product({ vars: { part: 'api' }, repository }),
    phases: [phase('prepare', [version()])],
  });
  const { body } = new World().start(book).take('git.version');
  expect(body['pattern']).toBe('api-v${{ run.version }}');
});
