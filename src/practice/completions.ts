import type { Completion } from './protocol.ts';

/** What the command box offers until the bot's own list of commands is given. Words, what follows, what it does. */
export const RELEASE_COMPLETIONS: readonly Completion[] = [
  row('/release start minor', '', 'Start a minor release of the default product'),
  row('/release start patch', '', 'Start a patch release'),
  row('/release start', '[type] [product] [version] [at TIME]', 'Start a release'),
  row('/release status', '[REL-1]', 'How a release stands'),
  row('/release list', '', 'Releases that are open or recent'),
  row('/release plan', '[type] [product]', 'What a release would do, without doing it'),
  row('/release go', '[REL-1]', 'Vote go'),
  row('/release no-go', 'REASON', 'Vote no-go, with the reason'),
  row('/release pause', '[REASON]', 'Pause after what is running'),
  row('/release resume', '', 'Go on'),
  row('/release rollback', '[REASON]', 'Roll back'),
  row('/release abort', '[REASON]', 'Stop without rolling back'),
  row('/release report', '[REL-1]', 'The documents of a release'),
  row('/release help', '', 'What you may do'),
];

function row(words: string, rest: string, help: string): Completion {
  return { words, rest, help };
}
