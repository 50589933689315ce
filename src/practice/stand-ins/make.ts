import { readFileSync } from 'node:fs';
import { type LocalWork, say } from './local.ts';
import { runNode } from './run-node.ts';

/** A small make: `make TARGET` really runs the recipe of the Makefile here, if that is one line `node FILE ...`. */
export const make: LocalWork = ([target = '']) => {
  const lines = readFileSync('Makefile', 'utf8').split('\n');
  const at = lines.indexOf(`${target}:`);
  if (at < 0) return say(`make: *** No rule to make target '${target}'.  Stop.`, 2);
  const recipe = (lines[at + 1] ?? '').trim();
  say(recipe);
  const [program, ...args] = recipe.split(' ');
  if (program !== 'node') return say(`make: the practice make runs node scripts only, not ${program}`, 2);
  return runNode(args);
};
