import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { GonogoError } from '#src/errors.ts';
import { TOOLS } from '../demo/tools/index.ts';

export type StandInOptions = {
  /** Made anew at each start, for the control address changes. */
  readonly folder: string;
  readonly controlUrl: string;
  /** Where the real git is looked for: the PATH of whoever starts practice. */
  readonly hostPath: string;
};

/**
 * Fills a folder with one small program per tool and a link to the real git, and answers the PATH for commands: that
 * folder and the running node's, nothing else. Throws `config.invalid` when there is no git.
 */
export function installStandIns({ folder, controlUrl, hostPath }: StandInOptions): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(TOOLS)) write(folder, name, shim('stand-in.ts', 'runStandIn', [name, controlUrl]));
  write(folder, 'npm', shim('npm.ts', 'runNpm', [controlUrl]));
  symlinkSync(findGit(hostPath), join(folder, 'git'));
  return [folder, dirname(process.execPath)].join(delimiter);
}

/** `import` and not a copy: the stand-ins stay readable, checked and in one place. */
function shim(file: string, name: string, args: readonly string[]): string {
  const from = new URL(file, import.meta.url).href;
  const given = args.map(one => JSON.stringify(one)).join(', ');
  return `#!/usr/bin/env node\nimport { ${name} } from ${JSON.stringify(from)};\nawait ${name}(${given});\n`;
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), 0o755);
}

function findGit(hostPath: string): string {
  const found = hostPath
    .split(delimiter)
    .map(one => join(one, 'git'))
    .find(existsSync);
  if (found === undefined) throw new GonogoError('config.invalid', 'Practice needs git: install it and start again.');
  return found;
}
