export type ReadLine =
  | { readonly ok: true; readonly argv: readonly string[] }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

const SHELL = /["'`|<>;&$*\\]/;
const TEMPLATE = /\$\{\{[^{}]*\}\}/g;

/**
 * Splits a command line at its spaces; there is no shell. What only a shell would understand is refused, because a
 * runbook that looks as if it had one would do something else than it says. A template is part of its word.
 */
export function splitLine(line: string): ReadLine {
  const shell = SHELL.exec(line.replaceAll(TEMPLATE, 'x'));
  if (shell) {
    const hint = 'there is no shell here: write the words as a list, [program, "first word", "second word"]';
    return { ok: false, problem: `the command holds ${shell[0]}`, hint };
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
