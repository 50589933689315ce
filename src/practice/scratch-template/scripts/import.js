// Brings the customers of the old system over. What the new system knows lies in var/customers.json; what is fetched, the
// mapping log and the error list stay in var/import/ as evidence.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const FIELDS = ['number', 'name', 'tenant', 'balanceCents'];
const [verb, ...flags] = process.argv.slice(2);
const flag = name => flags[flags.indexOf(`--${name}`) + 1];
const verbs = { fetch: fetchFiles, map, trial, check, load, compare };

mkdirSync('var/import', { recursive: true });
if (Object.hasOwn(verbs, verb)) verbs[verb]();
else fail(`unknown verb "${verb}": write ${Object.keys(verbs).join(', ')}`);

/** A file of the old system, or what its API answers; kept as it came. */
function fetchFiles() {
  const file = { csv: 'customers.csv', api: 'customers.json' }[flag('source')];
  if (!file) return fail('write --source csv or --source api');
  const text = readFileSync(`legacy/${file}`, 'utf8');
  const records = file.endsWith('.csv') ? fromCsv(text) : JSON.parse(text);
  write('var/import/source.json', records);
  writeFileSync(`var/import/${file}`, text);
  console.log(`${file}: ${records.length} records, sha256 ${createHash('sha256').update(text).digest('hex')}`);
}

/** Every field has a place in the new system; a record without a number is left out and named. */
function map() {
  const mapping = read('legacy/mapping.json');
  const records = read('var/import/source.json');
  const strange = Object.keys(records[0] ?? {}).filter(field => !FIELDS.includes(mapping[field]));
  if (strange.length > 0) return fail(`no place for ${strange.join(', ')}`);
  const mapped = records.map(record =>
    Object.fromEntries(Object.entries(record).map(([field, value]) => [mapping[field], value])),
  );
  write(
    'var/import/mapped.json',
    mapped.filter(one => one.number !== ''),
  );
  write(
    'var/import/errors.json',
    mapped.filter(one => one.number === ''),
  );
  for (const [from, to] of Object.entries(mapping)) console.log(`${from} -> ${to}`);
  for (const one of mapped.filter(each => each.number === '')) console.log(`left out, without a number: ${one.name}`);
  console.log(`${mapped.length} records mapped`);
}

function trial() {
  const mapped = read('var/import/mapped.json');
  write('var/import/trial.json', mapped);
  console.log(`${mapped.length} records imported into the scratch copy`);
}

/** Counts, sums, duplicates. */
function check() {
  const records = read('var/import/trial.json');
  const numbers = new Set(records.map(one => one.number));
  const sum = records.reduce((total, one) => total + Number(one.balanceCents), 0);
  console.log(`${records.length} records, ${numbers.size} numbers, balance ${sum / 100}`);
  if (numbers.size !== records.length) fail('a number occurs twice');
}

/** Writes the tenants that are not there yet, and compares what it wrote. */
function load() {
  const tenants = flag('targets').split(',');
  const there = new Set(customers().map(one => one.number));
  const wanted = read('var/import/mapped.json').filter(one => tenants.includes('all') || tenants.includes(one.tenant));
  const added = wanted.filter(one => !there.has(one.number));
  write('var/customers.json', [...customers(), ...added]);
  console.log(`${added.length} customers imported for ${tenants.join(', ')}`);
  agree(wanted);
}

function compare() {
  for (const one of read('var/import/errors.json')) console.log(`not imported: ${JSON.stringify(one)}`);
  agree(read('var/import/mapped.json'));
}

/** The new system has each of these as the old one does. */
function agree(wanted) {
  const found = new Map(customers().map(one => [one.number, JSON.stringify(one)]));
  const different = wanted.filter(one => found.get(one.number) !== JSON.stringify(one));
  for (const one of different) console.log(`differs: ${one.number}`);
  if (different.length > 0) return fail(`${different.length} of ${wanted.length} records differ`);
  console.log(`${wanted.length} records are the same in both systems`);
}

function customers() {
  try {
    return read('var/customers.json');
  } catch {
    return [];
  }
}

function fromCsv(text) {
  const [head, ...lines] = text.trim().split('\n');
  const names = head.split(';');
  return lines.map(line => Object.fromEntries(line.split(';').map((value, at) => [names[at], value])));
}

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function write(file, value) {
  writeFileSync(file, JSON.stringify(value));
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
