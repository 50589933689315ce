import { GonogoError } from '#src/errors.ts';

/** Names git would take as an option, an expression or a path are refused here, whatever git itself allows. */
const REF = /^[A-Za-z0-9][\w./+@-]{0,199}$/;
const BROKEN = /\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)|[./]$/;
const REMOTE = /^[A-Za-z0-9][\w.-]{0,99}$/;

/** A branch, tag or commit by its plain name. Throws `git.failed` for anything else. */
export function plainRef(name: string): string {
  if (REF.test(name) && !BROKEN.test(name)) return name;
  throw new GonogoError(
    'git.failed',
    `"${name}" is not a name git can look up here. Write a branch, a tag or a commit, for example main, v1.2.0 or 3f2c1ab.`,
  );
}

/** The name of a configured remote. Throws `git.failed` for an address or anything else. */
export function plainRemote(name: string): string {
  if (REMOTE.test(name)) return name;
  throw new GonogoError('git.failed', `"${name}" is not the name of a remote. Write the name, for example origin.`);
}
