import type { Desk } from '#src/chat/desk.ts';

const SHOWN_MAX = 5;

/** The same sentence, and which mistakes in the files keep a product from starting: what is not known may be in those. */
export function withMistakes(desk: Desk, sentence: string): string {
  const mistakes = desk.runbooks.lint();
  if (mistakes.length === 0) return sentence;
  const more =
    mistakes.length > SHOWN_MAX
      ? [`… and ${mistakes.length - SHOWN_MAX} more; the operator sees all with: npm run gonogo lint`]
      : [];
  return [sentence, 'Runbooks that cannot start, and why:', ...mistakes.slice(0, SHOWN_MAX), ...more].join('\n');
}
