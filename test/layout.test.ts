import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proofs } from './support/proofs.ts';
import { REQUIREMENTS } from './support/requirement-ids.ts';

const ROOT = join(import.meta.dirname, '..');

test('[B6] the agreed packages are there, each in one exact version', () => {
  const read = readFileSync(join(ROOT, 'package.json'), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(read) as { [key: string]: { [name: string]: string } };
  const all = { ...dependencies, ...devDependencies };
  const agreed = ['@slack/bolt', '@pagerduty/pdjs', 'zod', 'yaml', 'prom-client', 'undici', 'better-sqlite3', 'pino'];
  expect(Object.keys(dependencies ?? {})).toEqual(expect.arrayContaining(agreed));
  expect(Object.keys(all)).toContain('vitest');
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('[B6] at the top lies what was agreed, and nothing else', () => {
  const agreed = ['README.md', 'commands', 'data', 'manifest.yml', 'package.json', 'runbooks', 'src', 'test'];
  const around = ['Dockerfile', 'LICENSE', 'coverage', 'node_modules', 'package-lock.json', 'tsconfig.json'];
  const there = readdirSync(ROOT).filter(name => !name.startsWith('.') && !name.endsWith('.log'));
  expect(there).toEqual(expect.arrayContaining(agreed));
  expect(there.filter(name => ![...agreed, ...around].includes(name))).toEqual([]);
});

test('every id in a title is one of the promises', () => {
  const all = proofs();
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(proof => proof.ids.some(id => !(id in REQUIREMENTS)))).toEqual([]);
});
