import { delimiter, isAbsolute, join } from 'node:path';
import { GonogoError } from '#src/errors.ts';
import { isExecutable } from './order.ts';

/**
 * The first executable of that name along a PATH, as an absolute path; null when there is none. Relative entries of the
 * PATH are passed over: they would mean something else in every folder. Throws `command.failed` for a name with a slash.
 */
export function findExecutable(name: string, path: string): string | null {
  if (name === '' || /[/\\\0]/.test(name)) {
    throw new GonogoError(
      'command.failed',
      `"${name}" is not the plain name of an executable. Write it without a path.`,
    );
  }
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    if (isAbsolute(folder) && isExecutable(file)) return file;
  }
  return null;
}
