// Keeps what is applied in var/applied.json, as a database would in a table of its own.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const STATE = 'var/applied.json';
const [verb, ...flags] = process.argv.slice(2);
const all = readdirSync('migrations').sort();
const applied = readApplied();
// What removes something waits until no old version runs any more.
const removes = file => file.endsWith('.contract.sql');
const open = all.filter(file => !applied.includes(file) && !removes(file));

if (verb === 'gen') report();
else if (verb === 'up') up();
else if (verb === 'down') down();
else if (verb === 'contract') contract();
else fail(`unknown verb "${verb}": write gen, up, down or contract`);

function report() {
  console.log(flags.includes('--dry-run') ? 'dry run, nothing is written' : 'nothing to generate');
  for (const file of open) console.log(`would apply ${file}:\n${half(file, 'up')}`);
  console.log(`${applied.length} applied, ${open.length} to come`);
}

function up() {
  for (const file of open) console.log(`applied ${file}`);
  write([...applied, ...open]);
}

function contract() {
  const last = all.filter(file => !applied.includes(file) && removes(file));
  for (const file of last) console.log(`applied ${file}`);
  write([...applied, ...last]);
}

/** Takes back what is newer than the first: the table itself stays. */
function down() {
  for (const file of applied.slice(1).reverse()) console.log(`took back ${file}`);
  write(applied.slice(0, 1));
}

function readApplied() {
  try {
    return JSON.parse(readFileSync(STATE, 'utf8'));
  } catch {
    return all.slice(0, 1);
  }
}

function write(files) {
  mkdirSync('var', { recursive: true });
  writeFileSync(STATE, JSON.stringify(files));
}

function half(file, part) {
  const [, up = '', down = ''] = readFileSync(`migrations/${file}`, 'utf8').split(/^-- (?:up|down)$/m);
  return (part === 'up' ? up : down).trim();
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
