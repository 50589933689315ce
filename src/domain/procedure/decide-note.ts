import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { anyone } from '#src/domain/policy/who-may.ts';
import { deny } from './deny.ts';
import type { Draft } from './draft.ts';

/** A sentence on the timeline, also long after the run is over. */
export function decideNote(draft: Draft, command: Extract<PersonCommand, { type: 'note' }>): Refusal | null {
  const may = anyone(command.actor);
  if (!may.ok) return deny(draft, command.actor, 'note', may);
  draft.add(fact('note.added', { text: command.text }), command.actor);
  return null;
}
