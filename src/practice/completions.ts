import type { Verb } from '#src/chat/desk.ts';
import type { Completion } from './protocol.ts';

/** What the command box offers: everything that can be typed, as the bot itself lists it, and each type that can be started. */
export function completionsOf(verbs: readonly Verb[], types: readonly string[]): readonly Completion[] {
  const starts = types.map(type => ({
    words: `/release start ${type}`,
    rest: '',
    help: `Starts a ${type} release of this channel’s product`,
  }));
  return [...starts, ...verbs.map(completionOf)];
}

/** `plan [REL-n] | plan TYPE` -> the words `/release plan`, and what may follow them. */
function completionOf({ noun, word, usage, help }: Verb): Completion {
  const rest = usage.startsWith(`${word} `) ? usage.slice(word.length + 1) : '';
  return { words: `/${noun} ${word}`, rest, help };
}
