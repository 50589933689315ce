// Finds the one thing that must never be in a source: a key.
import { readdirSync, readFileSync } from 'node:fs';

const found = readdirSync('src').filter(file => /api_key\s*=/.test(readFileSync(`src/${file}`, 'utf8')));
for (const file of found) console.error(`src/${file}: a hard-coded key`);
if (found.length > 0) process.exit(1);
console.log('No issues identified.');
