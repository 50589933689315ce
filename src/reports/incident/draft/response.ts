import type { IncidentFacts } from '../facts.ts';
import { pages } from './pages.ts';
import { people } from './people.ts';
import { updates } from './updates.ts';
import { waits } from './waits.ts';
import { blocks } from './words.ts';

/** Who was there, how they were reached, and whether people heard of it when they were told they would. */
export function response(facts: IncidentFacts): string {
  return blocks(people(facts), pages(facts), updates(facts), waits(facts));
}
