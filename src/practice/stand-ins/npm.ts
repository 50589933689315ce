import { readFileSync } from 'node:fs';
import { type LocalWork, say } from './local.ts';
import { runNode } from './run-node.ts';

type PackageFile = { name: string; version: string; scripts: { [name: string]: string } };

/** A small npm: `npm run [--silent] NAME [-- ARGS]` really runs the script of the package.json here, if that is `node FILE ...`. */
export const npm: LocalWork = all => {
  const silent = all[1] === '--silent';
  const argv = silent ? all.toSpliced(1, 1) : all;
  if (argv[0] === 'ci') return say('added 0 packages, and audited 1 package');
  const [name, extra] = argv[0] === 'run' ? [argv[1] ?? '', argv.slice(2)] : [argv[0] ?? '', argv.slice(1)];
  const pack = JSON.parse(readFileSync('package.json', 'utf8')) as PackageFile;
  const script = Object.hasOwn(pack.scripts, name) ? pack.scripts[name] : undefined;
  if (script === undefined) return say(`npm error Missing script: "${name}"`, 1);
  if (!silent) say(`\n> ${pack.name}@${pack.version} ${name}\n> ${script}\n`);
  const [program, ...args] = script.split(' ');
  if (program !== 'node') return say(`npm error the practice npm runs node scripts only, not ${program}`, 1);
  return runNode([...args, ...extra.filter(one => one !== '--')]);
};
