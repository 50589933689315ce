// A backup is a copy of what the new system knows; its name is all that is printed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const DATA = 'var/customers.json';
const [verb, name] = process.argv.slice(2);

mkdirSync('var/backups', { recursive: true });
if (verb === 'create') create();
else if (verb === 'restore' && existsSync(`var/backups/${name}`)) restore();
else fail(`write create, or restore and the name of a backup, not "${verb} ${name ?? ''}"`);

function create() {
  const next = `backup-${readdirSync('var/backups').length + 1}.json`;
  writeFileSync(`var/backups/${next}`, existsSync(DATA) ? readFileSync(DATA) : '[]');
  console.log(next);
}

function restore() {
  writeFileSync(DATA, readFileSync(`var/backups/${name}`));
  console.log(`restored ${name}`);
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
