import type { Refusal } from '#src/domain/fact.ts';
import type { Permission, PersonActor } from '#src/domain/policy/who-may.ts';
import { anyone, mayWithRole } from '#src/domain/policy/who-may.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';

type Allowed = { readonly ok: true; readonly rule: string };
type Asked = Allowed | { readonly ok: false; readonly refusal: Refusal };

/** Every full member, also one Slack did not vouch for in time; the others are refused, on record. */
export function byAnyone(draft: Draft, actor: PersonActor, what: string): Asked {
  return asked(draft, actor, what, anyone(actor));
}

/** The commander or the deputy. Whoever else wants to may take command first: the refusal says how. */
export function byCommand(draft: Draft, run: IncidentRun, actor: PersonActor, what: string): Asked {
  const may = mayWithRole(run, actor, ['commander'], what);
  if (may.ok || may.code !== 'who.role') return asked(draft, actor, what, may);
  const who = run.commander === null ? 'nobody has command' : `<@${run.commander}> has command`;
  return asked(draft, actor, what, {
    ...may,
    why: `${what} is for the commander or the deputy; ${who}. Take command first, if that is right now: /incident lead ${run.id}`,
  });
}

export function byRoles(
  draft: Draft,
  run: IncidentRun,
  actor: PersonActor,
  roles: readonly string[],
  what: string,
): Asked {
  return asked(draft, actor, what, mayWithRole(run, actor, roles, what));
}

function asked(draft: Draft, actor: PersonActor, what: string, may: Permission): Asked {
  return may.ok ? may : { ok: false, refusal: deny(draft, actor, what, may) };
}
