import { walk } from './support/newcomer.ts';
import { KINDS, type Kind } from './support/ways.ts';
import { openPractice } from './support/workspace.ts';

/*
 * Walks every release and drill through the practice workspace, to its end and back: `npm run walk`, or `npm run walk --
 * valero` for those whose words hold `valero`. It takes an hour or so; test/practice/walks.test.ts walks a few of them.
 */
const wanted = process.argv.slice(2).join(' ');
const kinds = KINDS.filter(({ product, command }) => `${product} ${command}`.includes(wanted));
let stuck = 0;
for (const kind of kinds) {
  await report(kind, null);
  if (kind.middle !== null) await report(kind, kind.middle);
}
process.stdout.write(`${stuck === 0 ? 'Nobody got stuck.' : `Stuck: ${stuck}`}\n`);
process.exitCode = stuck === 0 ? 0 : 1;

async function report(kind: Kind, back: RegExp | null): Promise<void> {
  const name = `${kind.product} ${kind.command}${back === null ? '' : ', taken back'}`;
  const began = performance.now();
  await using practice = await openPractice(kind.product);
  try {
    const { acts, card, thread } = await walk(practice.url, { ...kind, back });
    const seconds = Math.round((performance.now() - began) / 1_000);
    process.stdout.write(`✔ ${name}: ${acts.length} acts, ${seconds} s\n`);
    if (process.env['GONOGO_WALK_SHOWS']) process.stdout.write(`${[...acts, card, ...thread].join('\n')}\n`);
  } catch (error) {
    stuck += 1;
    process.stdout.write(`✖ ${name}\n${String(error)}\n`);
  }
}
