import type { ActionStory } from '../deeds.ts';
import { said } from './words.ts';

/** How an action ended, without its own title before it. */
export function endOfAction({ title, done }: ActionStory): string {
  if (done === null) return 'not ended';
  const own = `${title}: `;
  return said(done.says.startsWith(own) ? done.says.slice(own.length) : done.says);
}
