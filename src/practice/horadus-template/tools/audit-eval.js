// The evaluation of the prompts: each has to say what it wants.
import { readdirSync, readFileSync } from 'node:fs';

const prompts = readdirSync('prompts');
const bad = prompts.filter(file => !/claim/.test(readFileSync(`prompts/${file}`, 'utf8')));
for (const file of bad) console.error(`prompts/${file}: below the required score`);
if (bad.length > 0) process.exit(1);
console.log(`${prompts.length} prompts evaluated, all pass`);
