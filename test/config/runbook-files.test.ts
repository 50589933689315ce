import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRunbookFiles } from '#src/config/runbook-files.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gonogo-files-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

/** A product whose metric takes its budget from a file of a repository the environment names. */
function writeProduct(): void {
  const product = `kind: product
title: Kiosk
timezone: UTC
vars: { REPO: ${join(home, 'nowhere')} }
repository: { path: "\${{ vars.REPO }}" }
roles: {}
metrics: { p95: { probe: "http://x", limits: none, budget: { file: policies/limits.yaml, pointer: /a, unit: ms } } }
`;
  write('runbooks/kiosk/product.yml', product);
}

const read = async (vars = {}) =>
  (await readRunbookFiles(join(home, 'runbooks'), vars)).map(({ path, text, policy }) =>
    policy
      ? `${path.slice(home.length + 1)} as ${policy.product}/${policy.file}: ${text}`
      : path.slice(home.length + 1),
  );

test('a limits file is read from the repository the environment names, not from beside the runbooks', async () => {
  writeProduct();
  write('runbooks/kiosk/policies/limits.yaml', 'a: 1');
  write('repo/policies/limits.yaml', 'a: 2');
  expect(await read({ REPO: join(home, 'repo') })).toEqual([
    'runbooks/kiosk/product.yml',
    'repo/policies/limits.yaml as kiosk/policies/limits.yaml: a: 2',
  ]);
});

test('a limits file is read from beside the runbooks where the repository has none', async () => {
  writeProduct();
  write('runbooks/kiosk/policies/limits.yaml', 'a: 1');
  expect(await read()).toContain('runbooks/kiosk/policies/limits.yaml as kiosk/policies/limits.yaml: a: 1');
});

test('a limits file that cannot be read is not replaced by the one beside the runbooks', async () => {
  writeProduct();
  write('runbooks/kiosk/policies/limits.yaml', 'a: 1');
  mkdirSync(join(home, 'repo/policies/limits.yaml'), { recursive: true });
  expect(await read({ REPO: join(home, 'repo') })).toEqual(['runbooks/kiosk/product.yml']);
});

test('a limits file that is nowhere is left to the loader to tell', async () => {
  writeProduct();
  expect(await read()).toEqual(['runbooks/kiosk/product.yml']);
});
