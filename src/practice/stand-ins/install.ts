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
  for (const name of Object.keys(TOOLS)) write(folder, name, worldShim(name, controlUrl));
  for (const [name, work] of Object.entries(LOCAL)) write(folder, name, localShim(name, work, controlUrl));
  for (const name of REAL) symlinkSync(find(name, hostPath), join(folder, name));
  return [folder, dirname(process.execPath)].join(delimiter);
}

/** Tools that work on a repository, each in a module of its name, and what that exports. */
const LOCAL = {
  npm: 'npm',
  make: 'make',
  uv: 'uv',
  cargo: 'cargo',
  gh: 'gh',
  mkdocs: 'mkdocs',
  nats: 'nats',
  oasdiff: 'oasdiff',
  'hauski-ops': 'hauskiOps',
};

/** They import and are no copies: the stand-ins stay readable, checked and in one place. */
const SHEBANG = '#!/usr/bin/env node\n';
const from = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);

function worldShim(name: string, controlUrl: string): string {
  const call = `await runStandIn(${JSON.stringify(name)}, ${JSON.stringify(controlUrl)});`;
  return `${SHEBANG}import { runStandIn } from ${from('stand-in.ts')};\n${call}\n`;
}

function localShim(name: string, work: string, controlUrl: string): string {
  const imports = `import { runLocal } from ${from('local.ts')};\nimport { ${work} as work } from ${from(`${name}.ts`)};`;
  return `${SHEBANG}${imports}\nawait runLocal({ name: '${name}', controlUrl: ${JSON.stringify(controlUrl)}, work });\n`;
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), 0o755);
}

/** Of the host: git works on the scratch repositories, bash runs a script of one of them. */
const REAL = ['git', 'bash'];

function find(name: string, hostPath: string): string {
  const found = hostPath
    .split(delimiter)
    .map(one => join(one, name))
    .find(existsSync);
  if (found === undefined)
    throw new GonogoError('config.invalid', `Practice needs ${name}: install it and start again.`);
  return found;
}
