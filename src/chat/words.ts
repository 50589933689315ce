/** The first word of what was typed, and the rest as it was typed: its spaces and line breaks are the writer's. */
export function firstWord(text: string): { readonly word: string; readonly rest: string } {
  const typed = text.trim();
  const [word = ''] = /^\S*/.exec(typed) ?? [];
  return { word, rest: typed.slice(word.length).trim() };
}

/** What somebody wrote, with a stop at its end, so that another sentence may follow. */
export function asSentence(text: string): string {
  return /[.!?…:]\s*$/.test(text) ? text : `${text}.`;
}
