import type { Actor } from '#src/domain/actor.ts';
import { serviceOwner } from '#src/domain/incident/service.ts';
import { leaderOf } from '#src/domain/procedure/people.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { currentPhase, rollbackRoles, sectionOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import type { DrillRunbook, ReleaseRunbook, Runbook } from '#src/domain/runbook/model/runbook.ts';

/** `rule` goes on the timeline beside the deed; `why` is said to the person and recorded as a denial. */
export type Permission =
  | { readonly ok: true; readonly rule: string }
  | { readonly ok: false; readonly code: string; readonly why: string };

export type PersonActor = Actor & { kind: 'person' };

/** Bots, guests, strangers and deactivated people count for nothing; somebody Slack did not vouch for is asked to press again. */
export function standing(actor: PersonActor): Permission {
  switch (actor.standing) {
    case 'full':
      return { ok: true, rule: 'full member' };
    case 'unknown':
      return { ok: false, code: 'who.unknown', why: 'Slack did not say who you are. Press again.' };
    default:
      return {
        ok: false,
        code: 'who.not-member',
        why: `Only full members of this workspace may do this; you are here as ${SAY[actor.standing]}.`,
      };
  }
}

const SAY = {
  guest: 'a guest',
  stranger: 'a member of another workspace',
  bot: 'a bot',
  deactivated: 'a deactivated account',
} as const;

/** Pausing and noting never wait for Slack to say who somebody is, but strangers and bots may not. */
export function anyone(actor: PersonActor): Permission {
  if (actor.standing === 'unknown') return { ok: true, rule: 'anyone (Slack did not say who in time)' };
  return standing(actor);
}

export function hasRole(run: Run, actor: PersonActor, roles: readonly string[]): string | null {
  return roles.find(role => actor.roles.includes(role) || holds(run, actor.user, role)) ?? null;
}

/** Roles a run gives: whoever started it, of a release whoever took it over since; of an incident, its commander, the deputy, the owner of the service concerned. */
function holds(run: Run, user: string, role: string): boolean {
  if (role === 'initiator') return user === leaderOf(run);
  if (run.kind !== 'incident') return false;
  if (role === 'commander') return user === run.commander || user === run.deputy;
  const owner = role === 'service-owner' ? serviceOwner(run) : null;
  return owner !== null && (run.people[owner] ?? []).includes(user);
}

export function mayWithRole(run: Run, actor: PersonActor, roles: readonly string[], what: string): Permission {
  const known = standing(actor);
  if (!known.ok) return known;
  const role = hasRole(run, actor, roles);
  if (role !== null) return { ok: true, rule: `${role}: ${what}` };
  return {
    ok: false,
    code: 'who.role',
    why: `${what} is for ${sayRoles(run.runbook, roles)}. ${youAre(run.runbook, actor)}`,
  };
}

export function mayStart(runbook: ReleaseRunbook, actor: PersonActor): Permission {
  return mayBegin(runbook, actor, startRoles(runbook));
}

export function mayStartDrill(runbook: DrillRunbook, actor: PersonActor): Permission {
  return mayBegin(runbook, actor, runbook.roles);
}

function mayBegin(runbook: Runbook, actor: PersonActor, roles: readonly string[]): Permission {
  const known = standing(actor);
  if (!known.ok) return known;
  const role = roles.find(one => actor.roles.includes(one));
  if (role !== undefined || roles.includes('initiator')) return { ok: true, rule: `${role ?? 'initiator'}: start` };
  return {
    ok: false,
    code: 'who.role',
    why: `Starting ${runbook.title} is for ${sayRoles(runbook, roles)}. ${youAre(runbook, actor)}`,
  };
}

/** Who leads a release may give it away; whoever may start one may take it. */
export function mayTakeOver(run: ReleaseRun, actor: PersonActor, what: string): Permission {
  const roles = startRoles(run.runbook);
  if (roles.includes('initiator')) return standing(actor);
  return mayWithRole(run, actor, [...new Set([...roles, 'initiator'])], what);
}

/** Who may start a release may also say when it goes out. */
export function mayMove(run: ReleaseRun, actor: PersonActor): Permission {
  return mayWithRole(run, actor, startRoles(run.runbook), `Moving ${run.id}`);
}

/** Freezing production is for those who answer for deploying or for starting; where raci names none, for those who start. */
export function mayFreeze(runbook: ReleaseRunbook, actor: PersonActor): Permission {
  const known = standing(actor);
  if (!known.ok) return known;
  const { deploy, start } = runbook.product.raci;
  const named = [...(deploy?.accountable ?? []), ...(start?.accountable ?? [])];
  const roles = named.length > 0 ? [...new Set(named)] : startRoles(runbook);
  const role = roles.find(one => actor.roles.includes(one));
  if (role !== undefined) return { ok: true, rule: `${role}: freeze` };
  return {
    ok: false,
    code: 'who.role',
    why: `Freezing ${runbook.product.title} is for ${sayRoles(runbook, roles)}. ${youAre(runbook, actor)}`,
  };
}

export function startRoles({ product, phases }: ReleaseRunbook): readonly string[] {
  const row = product.raci['start'];
  return row ? [...row.responsible, ...row.accountable] : (phases[0]?.roles ?? []);
}

/** `what`: the item of a list that is ticked; default: the step. */
export function mayDoStep(run: Run, actor: PersonActor, step: AnyStep, what = titleOf(run, step)): Permission {
  // In an incident whoever is there helps, unless the runbook names somebody.
  if (run.kind === 'incident' && step.roles.length === 0) return anyone(actor);
  return mayWithRole(run, actor, step.roles, `"${what}"`);
}

/** The phase's role; in a rollback, whoever may roll back; in a drill, whoever does it. */
export function mayLead(run: ReleaseRun | DrillRun, actor: PersonActor, what: string): Permission {
  if (run.kind === 'drill') return mayWithRole(run, actor, [...run.runbook.roles, 'initiator'], what);
  const roles = run.rollback ? rollbackRoles(run) : (currentPhase(run)?.roles ?? []);
  return mayWithRole(run, actor, roles, what);
}

/** Going on although a metric asked to stop: the `override` row says who; without one, who leads. */
export function mayOverrule(run: ReleaseRun, actor: PersonActor, what: string): Permission {
  const row = run.runbook.product.raci['override'];
  return row ? mayWithRole(run, actor, [...row.responsible, ...row.accountable], what) : mayLead(run, actor, what);
}

export function mayRollBack(run: ReleaseRun, actor: PersonActor, what: string): Permission {
  return mayWithRole(run, actor, rollbackRoles(run), what);
}

export function maySkip(run: Run, actor: PersonActor, step: AnyStep): Permission {
  switch (step.skip.by) {
    case 'never':
      return {
        ok: false,
        code: 'step.never-skipped',
        why: `"${titleOf(run, step)}" may never be skipped: it has to be done, ${OR_ELSE[run.kind]}.`,
      };
    case 'freely':
      return anyone(actor);
    case 'other':
      return mayWithRole(run, actor, [step.skip.role], `Skipping "${titleOf(run, step)}"`);
    case 'role': {
      const row = run.kind === 'release' ? run.runbook.product.raci['skip'] : undefined;
      if (row)
        return mayWithRole(run, actor, [...row.responsible, ...row.accountable], `Skipping "${titleOf(run, step)}"`);
      const phase = sectionOf(run, step.id)?.roles ?? [];
      if (run.kind === 'incident' && phase.length + step.roles.length === 0) return anyone(actor);
      return mayWithRole(run, actor, phase.length > 0 ? phase : step.roles, `Skipping "${titleOf(run, step)}"`);
    }
  }
}

const OR_ELSE = {
  release: 'or the release is rolled back or aborted',
  drill: 'or the drill is ended',
  incident: 'or the incident stays open',
} as const;

export function sayRoles(runbook: Runbook, roles: readonly string[]): string {
  const titles = roles.map(role => runbook.product.roles[role]?.title ?? GIVEN[role] ?? role);
  return titles.length === 0 ? 'nobody (the runbook names no role)' : titles.join(' or ');
}

const GIVEN: { readonly [role: string]: string } = {
  initiator: 'whoever leads it',
  commander: 'the commander or the deputy',
  'service-owner': 'the owner of the service',
};

function youAre(runbook: Runbook, actor: PersonActor): string {
  const mine = actor.roles.map(role => runbook.product.roles[role]?.title ?? role);
  return mine.length === 0 ? 'You hold no role of this product.' : `You are ${mine.join(' and ')}.`;
}
