import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/**
 * Which folder may import which (src/README.md explains why). `types:` allows only `import type`. Packages and node
 * modules are named; `node:` stands for all of Node's.
 */
const TABLE: { readonly [folder: string]: readonly string[] } = {
  'src/base': ['temporal-polyfill', 'canonicalize', 'node:crypto'],
  'src/errors.ts': [],
  'src/domain': ['src/base', 'zod', 'semver'],
  'src/runbook': ['src/base', 'src/domain', 'src/errors.ts', 'yaml', 'zod'],
  'src/ports': [
    'types:src/base',
    'types:src/domain',
    'types:src/chat',
    'types:src/ports',
    'types:node:http',
    'src/errors.ts',
  ],
  'src/engine': ['src/base', 'src/domain', 'src/ports', 'src/errors.ts', 'node:crypto'],
  // No adapter: nothing in it can reach the outside.
  'src/rehearsal': [
    'src/base',
    'src/domain',
    'src/ports',
    'src/engine',
    'src/effects',
    'src/errors.ts',
    'node:async_hooks',
  ],
  'src/effects': ['src/base', 'src/domain', 'src/ports', 'src/chat', 'src/reports', 'src/errors.ts', 'node:path'],
  'src/store': ['src/base', 'src/ports', 'src/errors.ts', 'kysely', 'better-sqlite3', 'node:'],
  'src/adapters/slack': [
    'src/base',
    'src/domain',
    'src/ports',
    'src/chat',
    'src/errors.ts',
    '@slack/bolt',
    '@slack/web-api',
    '@slack/types',
    '@slack/logger',
    'ws',
    'zod',
    'node:',
  ],
  'src/adapters/command': ['src/base', 'src/domain', 'src/ports', 'src/errors.ts', 'zod', 'node:'],
  'src/adapters/git': ['src/base', 'src/domain', 'src/ports', 'src/errors.ts', 'zod', 'node:'],
  'src/adapters/http': ['src/base', 'src/domain', 'src/ports', 'src/errors.ts', 'undici', 'zod', 'node:'],
  'src/adapters/metrics': ['src/base', 'src/domain', 'src/ports', 'src/errors.ts', 'zod', 'node:'],
  'src/adapters/pagerduty': [
    'src/base',
    'src/domain',
    'src/ports',
    'src/errors.ts',
    '@pagerduty/pdjs',
    'undici',
    'zod',
    'node:',
  ],
  'src/adapters/alert-webhook': ['src/base', 'src/ports', 'node:crypto', 'zod'],
  'src/adapters/mail-hook': ['src/base', 'src/ports', 'src/errors.ts'],
  'src/adapters/services': ['types:src/base', 'src/ports', 'src/errors.ts', 'zod'],
  'src/adapters/subscribers': ['src/base', 'types:src/domain', 'src/ports', 'src/errors.ts', 'node:crypto'],
  'src/adapters/nats': [
    'types:src/domain',
    'src/ports',
    'src/errors.ts',
    '@nats-io/transport-node',
    '@nats-io/jetstream',
    'node:',
  ],
  'src/adapters/smtp': ['src/base', 'src/ports', 'src/errors.ts', 'nodemailer'],
  'src/adapters/rehearsals.ts': ['src/ports', 'src/errors.ts', 'node:'],
  'src/adapters/record.ts': ['src/base', 'node:'],
  'src/adapters/documents.ts': ['src/ports', 'src/errors.ts', 'node:'],
  'src/chat': ['src/base', 'src/domain', 'src/errors.ts', '@slack/types'],
  'src/reports': ['src/base', 'src/domain', 'conventional-commits-parser', 'pdfmake'],
  commands: ['src/chat', 'src/domain', 'src/base', 'zod', '@slack/types'],
  'src/config': ['src/base', 'src/domain', 'src/runbook', 'src/errors.ts', 'zod', 'node:'],
  'src/doctor': [
    'src/base',
    'src/domain',
    'src/config',
    'src/runbook',
    'types:src/adapters',
    'types:src/ports',
    'src/errors.ts',
    'zod',
    'node:',
  ],
  'src/telemetry': ['src/base', 'types:src/domain', 'src/ports', 'src/errors.ts', 'pino', 'prom-client', 'node:'],
  'src/web': ['src/base', 'src/ports', 'src/errors.ts', 'src/telemetry', 'ical-generator', 'node:'],
  'src/bot': [
    'src/base',
    'src/domain',
    'src/runbook',
    'src/ports',
    'src/engine',
    'src/effects',
    'src/reports',
    'src/chat',
    'commands',
    'src/errors.ts',
    'node:',
  ],
  'src/fakes': ['src/base', 'src/errors.ts', 'types:src/ports', 'ws', 'node:'],
};

/** Composition roots see everything they put together, but the two of production never see fakes or practice. */
const ROOTS = ['src/main.ts', 'src/cli.ts', 'src/cli'];
const FREE = ['src/practice'];

type Import = { readonly from: string; readonly to: string; readonly isType: boolean; readonly dynamic: boolean };

const FILES = ['src', 'commands'].flatMap(folder => walk(join(ROOT, folder))).map(path => relative(ROOT, path));
const IMPORTS = FILES.flatMap(importsOf);

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return /\.ts$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statics = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)';/gm)];
  const dynamics = [...text.matchAll(/\bimport\('([^']+)'\)/g)];
  return [
    ...statics.map(([, type, to = '']) => ({
      from: file,
      to: target(file, to),
      isType: type !== undefined,
      dynamic: false,
    })),
    ...dynamics.map(([, to = '']) => ({ from: file, to: target(file, to), isType: false, dynamic: true })),
  ];
}

function target(file: string, to: string): string {
  if (to.startsWith('#src/')) return to.replace('#src/', 'src/');
  if (to.startsWith('#commands/')) return to.replace('#commands/', 'commands/');
  return to.startsWith('.') ? normalize(join(dirname(file), to)) : to;
}

function homeOf(file: string): string | undefined {
  const homes = [...Object.keys(TABLE), ...ROOTS, ...FREE].filter(
    home => file === home || file === `${home}.ts` || file.startsWith(`${home}/`),
  );
  return homes.toSorted((a, b) => b.length - a.length)[0];
}

function isAllowed({ from, to, isType, dynamic }: Import): boolean {
  const home = homeOf(from);
  if (home === undefined) return false;
  if (FREE.includes(home)) return true;
  if (ROOTS.includes(home)) return dynamic || !/^src\/(fakes|practice)/.test(to);
  if (homeOf(to) === home) return true;
  return (TABLE[home] ?? []).some(entry => {
    const only = entry.startsWith('types:');
    const name = only ? entry.slice('types:'.length) : entry;
    if (only && !isType) return false;
    return to === name || to.startsWith(`${name}/`) || (name === 'node:' && to.startsWith('node:'));
  });
}

describe('the import table', () => {
  test('it sees the imports at all', () => {
    expect(IMPORTS.length).toBeGreaterThan(FILES.length);
    expect(IMPORTS.some(one => one.from === 'src/main.ts' && one.to === 'src/store/open-sqlite.ts')).toBe(true);
  });

  test('every file has a home in it', () => {
    expect(FILES.filter(file => homeOf(file) === undefined)).toEqual([]);
  });

  test('nobody imports what their folder may not', () => {
    expect(IMPORTS.filter(one => !isAllowed(one)).map(one => `${one.from} -> ${one.to}`)).toEqual([]);
  });

  test('it refuses what it should: one canary of each kind', () => {
    const canaries: readonly Import[] = [
      { from: 'src/domain/x.ts', to: 'node:fs', isType: false, dynamic: false },
      { from: 'src/domain/x.ts', to: 'src/engine/engine.ts', isType: true, dynamic: false },
      { from: 'src/engine/x.ts', to: 'src/store/open-sqlite.ts', isType: false, dynamic: false },
      { from: 'commands/x.ts', to: '@slack/bolt', isType: false, dynamic: false },
      { from: 'src/ports/x.ts', to: 'src/domain/fact.ts', isType: false, dynamic: false },
      { from: 'src/main.ts', to: 'src/fakes/slack/start.ts', isType: false, dynamic: false },
      { from: 'src/rehearsal/x.ts', to: 'src/adapters/http/http.ts', isType: false, dynamic: false },
      { from: 'src/nowhere/x.ts', to: 'src/base/time.ts', isType: false, dynamic: false },
    ];
    expect(canaries.filter(isAllowed)).toEqual([]);
  });

  test('[X8] a rehearsal cannot reach the outside: over however many corners it meets no adapter, file, process or socket', () => {
    const reached = reachableFrom(FILES.filter(file => file.startsWith('src/rehearsal/')));
    expect(reached).toContain('src/engine/engine.ts');
    const outside =
      /^(src\/(adapters|store|fakes|practice|web)\/|undici|ws|@slack\/(bolt|web-api)|@pagerduty|node:(fs|child_process|net|tls|http|https|http2|dgram|dns|worker_threads)\b)/;
    expect(reached.filter(one => outside.test(one))).toEqual([]);
  });

  test('no two files import each other, over however many corners', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to, isType } of IMPORTS) {
      if (!isType && FILES.includes(to)) edges.set(from, [...(edges.get(from) ?? []), to]);
    }
    expect(cycleIn(edges)).toBe(null);
  });
});

/** Everything these files import when they run, over however many corners. */
function reachableFrom(files: readonly string[]): readonly string[] {
  const reached = new Set(files);
  for (const file of reached) for (const { from, to, isType } of IMPORTS) if (from === file && !isType) reached.add(to);
  return [...reached];
}

function cycleIn(edges: ReadonlyMap<string, readonly string[]>): string | null {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(' -> ');
    if (done.has(file)) return null;
    path.push(file);
    for (const next of edges.get(file) ?? []) {
      const found = visit(next);
      if (found) return found;
    }
    path.pop();
    done.add(file);
    return null;
  };
  for (const file of edges.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return null;
}

describe('what decides knows no clock, no dice and no machine', () => {
  const pure = FILES.filter(file => /^src\/(domain|engine)\//.test(file));

  test.each([
    ['the clock', /\bDate\.now\(|new Date\(\)|performance\.now/],
    ['dice', /Math\.random|randomUUID|randomBytes/],
    ['timers of its own', /\bsetTimeout\(|\bsetInterval\(/],
    ['the environment', /process\.env/],
  ])('%s', (_what, pattern) => {
    expect(pure.filter(file => pattern.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });

  test('the domain promises nothing', () => {
    const domain = pure.filter(file => file.startsWith('src/domain/'));
    expect(domain.filter(file => /\basync\b|\bawait\b|Promise\b/.test(code(file)))).toEqual([]);
  });

  test('the environment is read where configuration is, and where a process begins', () => {
    const readers = FILES.filter(file => /process\.env\b/.test(code(file)));
    expect(readers.filter(file => !/^src\/(config\/|cli\.ts|practice\/)/.test(file))).toEqual([]);
  });
});

function code(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

test('the lock file keeps what stops npm from compiling better-sqlite3, and names no registry', () => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const lock = JSON.parse(text) as { packages: { [name: string]: { gypfile?: boolean } } };
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { allowScripts: unknown };
  expect(lock.packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
  expect(allowScripts).toEqual({ 'better-sqlite3': false, node: true });
  expect(text).not.toContain('"resolved": "http');
});
