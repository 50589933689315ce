import type { Notes } from '#src/domain/release/notes.ts';
import { inert } from './escape.ts';
import { cut } from './limits.ts';

/** Room for some forty commits; all of them are on the timeline and in the files. */
const NOTES_MAX = 2_400;

/** Release notes as Slack shows them: whoever confirms that they are approved has to be able to read them. */
export function notesLines(notes: Pick<Notes, 'markdown'>): string {
  const lines = notes.markdown.split('\n').filter(line => line.trim() !== '');
  return cut(lines.map(asSlack).join('\n'), NOTES_MAX);
}

/** Markdown as Slack writes it. What commits say stays data: their own stars and angle brackets mean nothing. */
function asSlack(line: string): string {
  const text = inert(
    line
      .replace(/^(#+|-|>) /, '')
      .replaceAll('**', '')
      .replaceAll(/\\([^\w\s])/g, '$1'),
  );
  if (line.startsWith('#')) return `*${text}*`;
  if (line.startsWith('- ')) return `• ${text}`;
  return line.startsWith('> ') ? `_${text}_` : text;
}
