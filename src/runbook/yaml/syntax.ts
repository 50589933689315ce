import type { YAMLError } from 'yaml';
import { markOf, type Trouble } from './limits.ts';

const QUOTE = 'put it in quotes';

/** The yaml package's words turned into what the author did and can do. */
export function explainSyntax(text: string, errors: readonly YAMLError[]): readonly Trouble[] {
  const seen = new Set<number>();
  // After a tab nothing stands where it should: what else is said of such a file is not so.
  const tabs = errors.filter(error => error.code === 'TAB_AS_INDENT');
  return (tabs.length > 0 ? tabs : errors).flatMap(error => {
    const trouble = explain(text, error);
    // One cut sentence makes several errors on its line; the first says it.
    if (seen.has(trouble.at.line)) return [];
    seen.add(trouble.at.line);
    return [trouble];
  });
}

function explain(text: string, error: YAMLError): Trouble {
  const at = markOf(text, error.pos[0]);
  const line = text.split('\n')[at.line - 1] ?? '';
  if (error.code === 'BAD_SCALAR_START')
    return { at, message: `a text cannot begin with "${text[error.pos[0]]}"`, hint: QUOTE };
  if (error.code === 'MULTIPLE_DOCS')
    return { at, message: 'a second document begins here', hint: 'one file holds one runbook' };
  if (error.code === 'TAB_AS_INDENT') return { at, message: 'the line is indented with a tab', hint: 'use spaces' };
  const flow = /[[{].*\$\{\{/.exec(line);
  if (flow) return { at, message: '"${{" inside { } or [ ] is read as YAML', hint: QUOTE };
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') return { at, message: 'YAML cuts this text at ": "', hint: QUOTE };
  const cut = commentInFlow(text, at.line);
  if (cut) return { at: cut, message: 'YAML cuts this line at " #"', hint: QUOTE };
  const said = error.message.replace(/\.?$/, '');
  return {
    at,
    message: `this is not YAML: ${said}`,
    hint: 'check indentation, brackets and quotes on this line and the one before',
  };
}

/** A bracket left open by a comment is told at the next line, so the line before counts too. */
function commentInFlow(text: string, last: number): { line: number; column: number } | undefined {
  const lines = text.split('\n');
  for (const line of [last, last - 1]) {
    const found = /[[{][^"'\]}]*? #/.exec(lines[line - 1] ?? '');
    if (found) return { line, column: found.index + found[0].length };
  }
  return undefined;
}
