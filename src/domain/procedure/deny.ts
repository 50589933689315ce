import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { Permission, PersonActor } from '#src/domain/policy/who-may.ts';
import type { Draft } from './draft.ts';

/** Records the denial and says why: every attempt to do what one may not is on the timeline. */
export function deny(draft: Draft, actor: PersonActor, what: string, denied: Permission & { ok: false }): Refusal {
  draft.add(fact('access.denied', { what, why: denied.why }), actor);
  return { code: denied.code, text: denied.why };
}
