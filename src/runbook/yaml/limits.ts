import { Lexer, Parser } from 'yaml';
import type { Mark } from './node.ts';

/** A runbook is a page people read: what is larger is refused before a parser sees it. */
export const BYTES_MAX = 64 * 1024;
/** The yaml package recurses; at about 800 levels it ends the process (tried with 2.9.1). */
export const DEPTH_MAX = 64;

export type Trouble = { readonly at: Mark; readonly message: string; readonly hint: string };

const CONTROLS: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is looked for.
  { pattern: /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]/, name: 'a control character' },
  { pattern: /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/, name: 'a control character for the direction of text' },
  { pattern: /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/, name: 'half a character' },
  { pattern: /[\uFEFF\uFFFE\uFFFF]/, name: 'a byte order mark or a non-character' },
];

/** What must be known before anything is parsed: the first of size, hidden characters and depth that is wrong. */
export function checkLimits(text: string): Trouble | undefined {
  const start = { line: 1, column: 1 };
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > BYTES_MAX) {
    return {
      at: start,
      message: `the file has ${bytes} bytes, more than ${BYTES_MAX}`,
      hint: 'split it into several runbooks',
    };
  }
  const hidden = findHidden(text);
  if (hidden) {
    const message = `${hidden.name} (${hidden.code}) stands here and nobody can see it`;
    return { at: markOf(text, hidden.index), message, hint: 'delete it' };
  }
  return checkDepth(text);
}

/** The first character in a text that readers cannot see but programs obey. */
export function findHidden(text: string): { index: number; name: string; code: string } | undefined {
  for (const { pattern, name } of CONTROLS) {
    const index = text.search(pattern);
    if (index >= 0)
      return { index, name, code: `U+${text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0')}` };
  }
  return undefined;
}

/** Too many levels inside one another. The lexer and the parser's own stack are iterative: nothing recurses yet. */
export function checkDepth(text: string): Trouble | undefined {
  const parser = new Parser();
  for (const token of new Lexer().lex(text)) {
    for (const _ of parser.next(token)) {
      // Whole documents come out here; only the depth on the way matters.
    }
    // One entry for the document, one for each open collection, one for the scalar in hand.
    if (parser.stack.length > DEPTH_MAX + 2) {
      const hint = 'write it flatter; a runbook needs about eight levels';
      return { at: markOf(text, parser.offset), message: `more than ${DEPTH_MAX} levels inside one another`, hint };
    }
  }
  return undefined;
}

/** Line and column of an offset. */
export function markOf(text: string, offset: number): Mark {
  const before = text.slice(0, Math.max(0, offset));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}
