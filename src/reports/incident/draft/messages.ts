import { table } from '../../markdown.ts';
import type { IncidentFacts } from '../facts.ts';
import { blocks, person, said, sentence, timeBeside, todo } from './words.ts';

/** What people were told while it went on, whole. */
export function messages({ run, cadence }: IncidentFacts): string {
  const rows = run.updates.map(update => {
    const parts: readonly (readonly [string, string])[] = [
      ['', update.status],
      ['', update.conditions],
      ['Doing: ', update.actions],
      ['Needed: ', update.needs],
    ];
    const text = parts.filter(([, part]) => part.trim() !== '').map(([lead, part]) => `${lead}${sentence(said(part))}`);
    return [timeBeside(update.at, run.startedAt), person(update.by), text.join(' ')];
  });
  const none = cadence.due > 0 ? 'No update was posted, though one was due.' : 'No update was posted.';
  return blocks(
    rows.length === 0 ? none : table(['When', 'By', 'Update'], rows),
    todo('For people outside: what happened, what we did, what we change. No names, no internals.'),
  );
}
