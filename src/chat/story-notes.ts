import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { inert } from './escape.ts';
import { cut } from './limits.ts';

/** Room for some forty commits; all of them are on the timeline and in the report. */
const NOTES_MAX = 2_400;

/** The release notes as they were drafted: whoever confirms that the changelog is approved has to be able to read it. */
export function notesLine(run: ReleaseRun): string | null {
  if (run.notes === null) return null;
  const lines = run.notes.split('\n').filter(line => line.trim() !== '');
  return cut(['📝 The changelog as drafted:', ...lines.map(asSlack)].join('\n'), NOTES_MAX);
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
