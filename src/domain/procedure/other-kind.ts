import type { Refusal } from '#src/domain/fact.ts';
import type { Run } from './state.ts';

/** A command that only another kind of run knows. */
export function otherKind(run: Run): Refusal {
  return {
    code: 'run.other-kind',
    text: `${run.id} is ${SAID[run.kind]}; this can only be asked of another kind of run.`,
  };
}

const SAID: { readonly [kind in Run['kind']]: string } = {
  release: 'a release',
  incident: 'an incident',
  drill: 'a drill',
};
