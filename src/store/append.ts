import type { AppendAnswer, Change } from '#src/ports/store.ts';
import { admit } from './admit.ts';
import { readDraft } from './read-draft.ts';
import type { Db } from './schema.ts';
import { writeDraft } from './write-draft.ts';

/**
 * Appends gathered changes inside one transaction: read what they ask about, decide each in order in memory, write the
 * rest at once. Nothing of a refused change is ever written, so it cannot disturb those gathered with it.
 */
export async function appendAll(tx: Db, changes: readonly Change[]): Promise<readonly AppendAnswer[]> {
  if (changes.length === 0) return [];
  const draft = await readDraft(tx, changes);
  const answers = changes.map(change => admit(draft, change));
  await writeDraft(tx, draft);
  return answers;
}
