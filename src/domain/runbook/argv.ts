export type ReadLine =
  | { readonly ok: true; readonly argv: readonly string[] }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

const SHELL = /["'`|<>;&$*\\]/;
const TEMPLATE = /\$\{\{[^{}]*\}\}/g;

/** What would join programs, or fill in file names, does so nowhere; the rest may stand in a word of a list. */
function withoutShell(sign: string): string {
  if (sign === '*')
    return 'there is no shell here, and nothing fills in file names, not in a list either: name the files, or call a script that finds them';
  if ('|<>;&'.includes(sign))
    return 'there is no shell here: make each program a step of its own, or call a script that does it all';
  return 'there is no shell here: write the words as a list, [program, "first word", "second word"]';
}

/**
 * Splits a command line at its spaces; there is no shell. What only a shell would understand is refused, because a
 * runbook that looks as if it had one would do something else than it says. A template is part of its word.
 */
export function splitLine(line: string): ReadLine {
  const shell = SHELL.exec(line.replaceAll(TEMPLATE, 'x'));
  if (shell) {
    return { ok: false, problem: `the command holds ${shell[0]}`, hint: withoutShell(shell[0]) };
  }
  const held: string[] = [];
  // Templates may hold spaces, so they stand aside while the line is split. NUL cannot be in a runbook.
  const aside = line.replaceAll(TEMPLATE, found => `\0${held.push(found) - 1}\0`);
  const words = aside.split(/\s+/).filter(word => word !== '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark set above.
  const argv = words.map(word => word.replaceAll(/\u0000(\d+)\u0000/g, (_, index) => held[Number(index)] ?? ''));
  return argv.length > 0
    ? { ok: true, argv }
    : { ok: false, problem: 'the command is empty', hint: 'write a program and its words' };
}
