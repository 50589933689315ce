import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { GonogoError } from '#src/errors.ts';
import type { CommandOrder } from '#src/ports/commands.ts';

const SECRET = /\$\{\{\s*secrets\.([\w-]+)\s*\}\}/g;

type Secrets = { readonly [name: string]: string };

/**
 * The order as it can really be started: secrets of the environment filled in, everything checked that would fail for
 * certain. Throws `command.failed` when it cannot be started, and why.
 */
export function readyOrder(order: Omit<CommandOrder, 'id'>, secrets: Secrets): Omit<CommandOrder, 'id'> {
  const [file = ''] = order.argv;
  const cwd = resolve(order.cwd);
  if (!isAbsolute(file)) throw cannot(`"${file}" is not an absolute path`);
  if (!isExecutable(file))
    throw cannot(`${file} is not there or may not be executed. Install it, or correct GONOGO_PATH`);
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    throw cannot(`its folder ${cwd} is not there. Create it, or correct "in" of the executable in product.yml`);
  }
  const env: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(order.env)) env[name] = withSecrets({ name, value, secrets });
  for (const word of [...order.argv, ...Object.keys(env), ...Object.values(env)]) mustTravel(word);
  return { argv: order.argv, cwd, env };
}

function withSecrets({ name, value, secrets }: { name: string; value: string; secrets: Secrets }): string {
  return value.replace(SECRET, (_, secret: string) => {
    const known = secrets[secret];
    if (known !== undefined) return known;
    throw cannot(`the secret of its environment variable ${name} is not known. Set GONOGO_SECRET_${secret}`);
  });
}

/** No system call can carry a NUL, and half a surrogate would arrive as something else than was approved. */
function mustTravel(word: string): void {
  if (word.includes('\0')) throw cannot('one of its words holds a NUL character, which no command can take');
  if (!word.isWellFormed()) throw cannot('one of its words is not well-formed Unicode. Write it without broken emoji');
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function cannot(why: string): GonogoError {
  return new GonogoError('command.failed', `The command was not started: ${why}.`);
}
