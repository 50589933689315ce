import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REQUIREMENTS } from './requirement-ids.ts';

/** `npm run ids`: which promises no test's title names yet, and which titles name one that does not exist. */

const TESTS = join(import.meta.dirname, '..');
/** The ids a title begins with: `'[V6] [V12] one failed ...`. */
const TITLE = /['"`]((?:\[[BVWHURX]\d+\] ?)+)/g;

const named = new Map<string, number>();
for (const file of readdirSync(TESTS, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.ts') || file.startsWith('support')) continue;
  for (const [, ids = ''] of readFileSync(join(TESTS, file), 'utf8').matchAll(TITLE))
    for (const [id] of ids.matchAll(/[A-Z]\d+/g)) named.set(id, (named.get(id) ?? 0) + 1);
}

const open = Object.entries(REQUIREMENTS).filter(([id]) => !named.has(id));
const proven = Object.keys(REQUIREMENTS).filter(id => named.has(id));
const unknown = [...named.keys()].filter(id => !(id in REQUIREMENTS));
console.log(`${proven.length} promises have tests: ${proven.map(id => `${id} (${named.get(id)})`).join(', ')}`);
console.log(`${open.length} have none yet:`);
for (const [id, meaning] of open) console.log(`  ${id.padEnd(4)}${meaning}`);
if (unknown.length > 0) {
  console.log(`Titles name ids that do not exist: ${unknown.join(', ')}`);
  process.exitCode = 1;
}
