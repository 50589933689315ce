import { compare, parse, type SemVer } from 'semver';
import type { Refusal } from '#src/domain/fact.ts';

export type Bump = 'major' | 'minor' | 'patch' | 'ask' | 'none';

export type VersionRequest = {
  readonly bump: Bump;
  /** What a person asked for; null: the next one. */
  readonly wanted: string | null;
  /** How a tag is written, for example `v${{ run.version }}`; every other template in it is resolved already. */
  readonly pattern: string;
  /** All tags of the repository: their versions are used up, wherever they stand. */
  readonly tags: readonly string[];
  /** Tags that lie behind the commit to be released: the last of them is what this release follows. */
  readonly reachable: readonly string[];
  /** Versions that were given out and are not known to be good (taken back, broken off): nobody goes back to them. */
  readonly failed?: readonly string[];
};

export type NextVersion = {
  /** Null for a type that brings no version of its own. */
  readonly version: string | null;
  readonly tag: string | null;
  /** The last known good one: what a rollback goes back to, and what notes tell the changes since. */
  readonly previousVersion: string | null;
  readonly previousTag: string | null;
};

export type VersionAnswer = ({ readonly ok: true } & NextVersion) | { readonly ok: false; readonly refusal: Refusal };

const PLACE = /\$\{\{\s*run\.version\s*\}\}/;

/**
 * The version a release gets: the next one of its type after the last release behind its commit, or the one a person
 * wants, if it is SemVer, of that type, newer, and not used on any branch.
 */
export function nextVersion(request: VersionRequest): VersionAnswer {
  const { bump, wanted, pattern } = request;
  const previous = lastRelease(request);
  const previousVersion = lastRelease(request, request.failed)?.version ?? null;
  const before = { previousVersion, previousTag: previousVersion && tagOf(pattern, previousVersion) };
  if (wanted === null && bump === 'none') return { ok: true, version: null, tag: null, ...before };
  if (wanted === null && bump === 'ask') {
    return refuse(
      'version.missing',
      `This type does not say which number goes up. Give the version, for example 1.3.0.`,
    );
  }
  const version = wanted === null ? bumped(previous, bump) : plainVersion(wanted);
  if (version === null) {
    return refuse(
      'version.not-semver',
      `"${wanted}" is not a version. Write three numbers, for example 1.3.0 or 1.3.0-rc.1.`,
    );
  }
  const trouble = used(version, request) ?? (wanted === null ? null : unfit({ version, previous, bump }));
  if (trouble !== null) return { ok: false, refusal: trouble };
  return { ok: true, version: version.version, tag: tagOf(pattern, version.version), ...before };
}

/** A version people recognise, and never one that is meant. */
const EXAMPLE = '1.2.3';
const EXAMPLES_MAX = 3;

/**
 * Where no tag behind the commit stands for a version: that the count begins anew, and what the tags here look like. Null
 * where it goes on from a release. A mistyped `tag` or a shallow clone would otherwise be a first release in silence.
 */
export function countsAnew(request: Omit<VersionRequest, 'bump' | 'failed'>): string | null {
  const { pattern, tags, wanted } = request;
  if (lastRelease(request) !== null) return null;
  const so = wanted === null ? 'it was counted from 0.0.0' : 'nothing is known that it follows';
  const written = tagOf(pattern, EXAMPLE);
  const elsewhere = tags.findLast(tag => versionIn(pattern, tag) !== null);
  if (elsewhere !== undefined)
    return `no tag like ${written} lies behind this commit (${elsewhere} lies elsewhere), so ${so}`;
  if (tags.length === 0) return `there is no tag yet, so ${so}`;
  return `no tag is written like ${written}, so ${so}; tags here look like ${lookLike(tags).join(', ')}`;
}

/** Those that look like versions, if any do. */
function lookLike(tags: readonly string[]): readonly string[] {
  const numbered = tags.filter(tag => /\d+\.\d+/.test(tag));
  return (numbered.length > 0 ? numbered : tags).slice(-EXAMPLES_MAX);
}

/** How the tag of a version is written. */
export function tagOf(pattern: string, version: string): string {
  return pattern.replace(PLACE, () => version);
}

/** The version a tag stands for; null when it is not a tag of this pattern. */
export function versionOf(pattern: string, tag: string): string | null {
  return versionIn(pattern, tag)?.version ?? null;
}

function versionIn(pattern: string, tag: string): SemVer | null {
  const [start = '', end = ''] = pattern.split(PLACE);
  if (!tag.startsWith(start) || !tag.endsWith(end) || tag.length <= start.length + end.length) return null;
  return plainVersion(tag.slice(start.length, tag.length - end.length));
}

/** Strict: no `v`, no leading zeros, and no build metadata, which an image tag cannot carry and which orders nothing. */
function plainVersion(text: string): SemVer | null {
  const version = parse(text);
  return version !== null && version.version === text ? version : null;
}

/** A pre-release is what the next release follows only where there was never a release. */
function lastRelease(
  { pattern, reachable }: Pick<VersionRequest, 'pattern' | 'reachable'>,
  without: readonly string[] = [],
): SemVer | null {
  const all = reachable.flatMap(tag => versionIn(pattern, tag) ?? []).sort(compare);
  const versions = all.filter(one => !without.includes(one.version));
  return versions.findLast(version => version.prerelease.length === 0) ?? versions.at(-1) ?? null;
}

/** The first release counts from 0.0.0. A pre-release of what comes anyway is simply finished. */
function bumped(previous: SemVer | null, bump: Bump): SemVer | null {
  const next = parse(previous?.version ?? '0.0.0');
  return next === null || bump === 'ask' || bump === 'none' ? null : next.inc(bump);
}

function used(version: SemVer, request: VersionRequest): Refusal | null {
  const tag = tagUsing(version, request);
  if (tag === undefined) return null;
  const where = request.reachable.includes(tag) ? '' : ', on another branch';
  const text = `${version.version} was released already: the tag ${tag} exists${where}. Ask for one that is free, for example ${nextFree(version, request)}.`;
  return { code: 'version.used', text };
}

/** Equal is what SemVer orders as equal. */
function tagUsing(version: SemVer, { pattern, tags }: VersionRequest): string | undefined {
  return tags.find(tag => versionIn(pattern, tag)?.compare(version) === 0);
}

function nextFree(version: SemVer, request: VersionRequest): string {
  const bump = request.bump === 'ask' || request.bump === 'none' ? 'patch' : request.bump;
  let free = version;
  // Ends: each turn passes at least one of finitely many tags.
  while (tagUsing(free, request) !== undefined) free = bumped(free, bump) ?? free;
  return free.version;
}

type Wanted = { readonly version: SemVer; readonly previous: SemVer | null; readonly bump: Bump };

function unfit({ version, previous, bump }: Wanted): Refusal | null {
  const last = previous?.version;
  if (previous !== null && version.compare(previous) < 0) {
    return {
      code: 'version.older',
      text: `${version.version} is older than ${last}, which this release follows. Write a newer one.`,
    };
  }
  if (fits({ version, previous, bump })) return null;
  const example = bumped(previous, bump)?.version;
  const text = `${version.version} is not a ${bump} release after ${last ?? 'nothing'}. Write for example ${example}, or start another type.`;
  return { code: 'version.other-type', text };
}

/** Numbers may be left out (they may be used on another branch); which of the three goes up may not change. */
function fits({ version, previous, bump }: Wanted): boolean {
  const from = previous ?? { major: 0, minor: 0, patch: 0 };
  switch (bump) {
    case 'major':
      return version.minor === 0 && version.patch === 0 && (version.major > from.major || isPreRelease(previous));
    case 'minor':
      return version.patch === 0 && version.major === from.major;
    case 'patch':
      return version.major === from.major && version.minor === from.minor;
    case 'ask':
    case 'none':
      return true;
  }
}

function isPreRelease(version: SemVer | null): boolean {
  return version !== null && version.prerelease.length > 0;
}

function refuse(code: string, text: string): VersionAnswer {
  return { ok: false, refusal: { code, text } };
}
