// Reads every case below the folder it is given and looks whether it is complete.
import { readdirSync, readFileSync } from 'node:fs';

const folder = process.argv[2];
const cases = readdirSync(folder).filter(file => file.endsWith('.json'));
const bad = cases.filter(file => !(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')).claims >= 0));
console.log(`${cases.length - bad.length} passed, ${bad.length} failed`);
process.exit(bad.length > 0 ? 1 : 0);
