import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registry } from '#commands/index.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { formatProblems } from '#src/runbook/problem.ts';
import { createMetrics } from '#src/telemetry/metrics.ts';

const README = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');

test('the runbook a newcomer copies from the README can be started', () => {
  const texts = new Map<string, string>();
  for (const [, path = '', text = ''] of README.matchAll(/```yaml\n# ([^\s,]+)(?:, further down)?\n([\s\S]*?)```/g))
    texts.set(path, (texts.get(path) ?? '') + text);
  const files = [...texts].map(([path, text]) => ({ path, text }));
  const { problems, products } = loadProducts(files);
  expect(files).toHaveLength(3);
  expect(formatProblems(problems)).toBe('');
  expect(products.map(product => product.startable)).toEqual([true]);
});

test('the README lists the words of /release that exist, and no others', () => {
  const lines = [...README.matchAll(/^(\/release (?!start)[^\n]*)$/gm)].map(([line]) => line);
  const told = [...lines.join('\n').matchAll(/(?:^|\s)([a-z][a-z-]+)/g)].map(([, word]) => word);
  const words = registry.verbs.filter(verb => verb.noun === 'release').map(verb => verb.word);
  expect([...told, 'start'].toSorted()).toEqual(words.toSorted());
});

test('the README lists the words of /incident that exist, and no others', () => {
  const lines = [...README.matchAll(/^(\/incident (?!declare)[^\n]*)$/gm)].map(([line]) => line);
  const told = [...lines.join('\n').matchAll(/(?:^|\s)([a-z][a-z-]+)/g)].map(([, word]) => word);
  const words = registry.verbs.filter(verb => verb.noun === 'incident').map(verb => verb.word);
  expect([...told, 'declare'].toSorted()).toEqual(words.toSorted());
});

test('the README lists every variable that is read', () => {
  const source = readFileSync(join(import.meta.dirname, '../src/config/env.ts'), 'utf8');
  const variables = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);
  expect(variables.length).toBeGreaterThan(15);
  expect(variables.filter(name => !README.includes(`\`${name}\``))).toEqual([]);
});

test('the README lists every metric there is, and no others', () => {
  const metrics = createMetrics().registry.getMetricsAsArray();
  const ours = metrics.map(metric => metric.name).filter(name => name.startsWith('gonogo_'));
  const told = [...README.matchAll(/`(gonogo_[a-z_]+)`/g)].map(([, name = '']) => name);
  expect([...new Set(told)].toSorted()).toEqual(ours.toSorted());
});
