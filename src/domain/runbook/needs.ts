import type { ReleaseRunbook } from './model/runbook.ts';
import type { FactCondition } from './model/terms.ts';

type Book = Pick<ReleaseRunbook, 'type' | 'product'>;

/** What a release type needs and can be known before it begins; all of it is judged again at go/no-go. */
export function needsAtStart(runbook: Book): readonly FactCondition[] {
  return runbook.type.needs.filter(need => !isOnlyKnownLater(runbook, need));
}

/** A person is asked in front of a go/no-go; documents and phases come into being on the way there. */
export function isOnlyKnownLater({ product }: Book, { fact }: FactCondition): boolean {
  return fact === 'documents' || fact.startsWith('phase.') || product.facts[fact]?.kind === 'asked';
}
