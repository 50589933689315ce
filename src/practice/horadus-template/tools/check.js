// A small linter: no line of the sources may be longer than 120 characters or end in a space.
import { readdirSync, readFileSync } from 'node:fs';

const wrong = readdirSync('src').filter(file =>
  readFileSync(`src/${file}`, 'utf8')
    .split('\n')
    .some(line => /.{121}| $/.test(line)),
);
for (const file of wrong) console.error(`src/${file}: a line is too long or ends in a space`);
if (wrong.length > 0) process.exit(1);
console.log(`${readdirSync('src').length} files checked`);
