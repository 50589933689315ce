/** The first word of what was typed, and the rest as it was typed: its spaces and line breaks are the writer's. */
export function firstWord(text: string): { readonly word: string; readonly rest: string } {
  const typed = text.trim();
  const [word = ''] = /^\S*/.exec(typed) ?? [];
  return { word, rest: typed.slice(word.length).trim() };
}
