import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { METHODS as CALLED } from '#src/adapters/slack/methods.ts';
import { METHODS } from '#src/fakes/slack/methods.ts';
import { readManifest, scopesIn } from '#src/fakes/slack/people/app-face.ts';

test('every method the bot calls is known to the fake, and the manifest grants what it needs', () => {
  const { scopes } = readManifest(parse(readFileSync('manifest.yml', 'utf8')), undefined);
  const called = Object.keys(CALLED);

  expect(called.filter(method => !(method in METHODS))).toEqual([]);
  const needed = called.flatMap(method => scopesIn(METHODS[method]?.scope));
  expect(needed.filter(scope => !scopes.includes(scope))).toEqual([]);
});
