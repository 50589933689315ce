import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { METHODS as CALLED } from '#src/adapters/slack/methods.ts';
import { METHODS } from '#src/fakes/slack/methods.ts';
import { readManifest, scopesIn } from '#src/fakes/slack/people/app-face.ts';

/** Kinds of conversation a method is never asked about: only channels are looked at. */
const NEVER_ASKED: readonly string[] = ['conversations.info im:read'];

test('every method the bot calls is known to the fake, and the manifest grants what it needs', () => {
  const { scopes } = readManifest(parse(readFileSync('manifest.yml', 'utf8')), undefined);
  const called = Object.keys(CALLED);

  expect(called.filter(method => !(method in METHODS))).toEqual([]);
  const needed = called.flatMap(method => scopesIn(METHODS[method]?.scope).map(scope => ({ method, scope })));
  const missing = needed.filter(({ scope }) => !scopes.includes(scope));
  expect(missing.map(({ method, scope }) => `${method} ${scope}`)).toEqual(NEVER_ASKED);
});
