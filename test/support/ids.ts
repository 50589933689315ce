import { proofs } from './proofs.ts';
import { REQUIREMENTS } from './requirement-ids.ts';

/**
 * `npm run ids`: which promises no test's title names yet, and which titles name one that does not exist.
 * `npm run ids -- table`: which test proves which promise, as Markdown.
 */

const all = proofs();
const of = (id: string) => all.filter(proof => proof.ids.includes(id));
const open = Object.entries(REQUIREMENTS).filter(([id]) => of(id).length === 0);
const unknown = [...new Set(all.flatMap(proof => proof.ids))].filter(id => !(id in REQUIREMENTS));

if (process.argv[2] === 'table') {
  for (const [id, meaning] of Object.entries(REQUIREMENTS)) {
    console.log(`## ${id} ${meaning}\n`);
    for (const { file, title } of of(id)) console.log(`- ${title} (\`${file}\`)`);
    console.log('');
  }
} else {
  const proven = Object.keys(REQUIREMENTS).filter(id => of(id).length > 0);
  console.log(`${proven.length} promises have tests: ${proven.map(id => `${id} (${of(id).length})`).join(', ')}`);
  console.log(`${open.length} have none yet:`);
  for (const [id, meaning] of open) console.log(`  ${id.padEnd(4)}${meaning}`);
}
if (unknown.length > 0) {
  console.log(`Titles name ids that do not exist: ${unknown.join(', ')}`);
  process.exitCode = 1;
}
