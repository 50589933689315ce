/** Turns an incident may take that a team practises, each in a sentence. */
export const STORIES = {
  nobody: 'nobody answers until the bot has done all it does by itself',
  'pager-down': 'the pager takes no page',
  handover: 'the commander hands over',
  worse: 'it gets worse and its severity is raised',
  'comes-back': 'it comes back after it was mitigated',
  reopened: 'it is reopened after its end',
} as const;

export type Story = keyof typeof STORIES;

export function isStory(word: string): word is Story {
  return Object.hasOwn(STORIES, word);
}
