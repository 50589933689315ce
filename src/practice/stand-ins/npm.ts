import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A small npm: `npm run NAME [-- ARGS]` really runs the script of the package.json here, if that is `node FILE ...`.
 * The practice workspace has no npm on its path, and its runs are noted so that anybody can see how often they ran.
 */
export async function runNpm(controlUrl: string): Promise<void> {
  const argv = process.argv.slice(2);
  const nth = await post(`${controlUrl}/begin/npm`, argv);
  const exit = await runScript(argv);
  await post(`${controlUrl}/end/${nth}`, exit);
  process.exitCode = exit;
}

async function post(url: string, body: unknown): Promise<number> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return ((await answer.json()) as { nth?: number }).nth ?? 0;
}

async function runScript(argv: readonly string[]): Promise<number> {
  if (argv[0] === 'ci') return say('added 0 packages, and audited 1 package');
  const [name, extra] = argv[0] === 'run' ? [argv[1] ?? '', argv.slice(2)] : [argv[0] ?? '', argv.slice(1)];
  const pack = JSON.parse(readFileSync('package.json', 'utf8')) as PackageFile;
  const script = Object.hasOwn(pack.scripts, name) ? pack.scripts[name] : undefined;
  if (script === undefined) return say(`npm error Missing script: "${name}"`, 1);
  say(`\n> ${pack.name}@${pack.version} ${name}\n> ${script}\n`);
  const [program, ...args] = script.split(' ');
  if (program !== 'node') return say(`npm error the practice npm runs node scripts only, not ${program}`, 1);
  return runNode([...args, ...extra.filter(one => one !== '--')]);
}

type PackageFile = { name: string; version: string; scripts: { [name: string]: string } };

function say(line: string, exit = 0): number {
  (exit === 0 ? process.stdout : process.stderr).write(`${line}\n`);
  return exit;
}

function runNode(args: readonly string[]): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.on('close', code => resolve(code ?? 1));
  });
}
