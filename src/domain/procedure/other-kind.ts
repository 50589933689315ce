import type { Refusal } from '#src/domain/fact.ts';
import type { Run } from './state.ts';

/** A command that only the other kind of run knows. */
export function otherKind(run: Run): Refusal {
  const [is, isNot] = run.kind === 'release' ? ['a release', 'an incident'] : ['an incident', 'a release'];
  return { code: 'run.other-kind', text: `${run.id} is ${is}; this can only be asked of ${isNot}.` };
}
