import type { Instant } from '#src/base/time.ts';
import { SECOND } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { postmortemDueAt } from './due.ts';
import { gradeOf } from './grade.ts';
import type { Blocker } from './resolve-gate.ts';
import { blockers, skippableSteps } from './resolve-gate.ts';
import { byAnyone, byCommand, byRoles } from './who.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export function mitigated(draft: Draft, run: IncidentRun, command: Of<'mitigated'>, now: Instant): Refusal | null {
  const may = byCommand(draft, run, command.actor, 'Calling it mitigated');
  if (!may.ok) return may.refusal;
  if (run.status === 'mitigated') return { code: 'mitigated.already', text: `${run.id} is mitigated already.` };
  const wrong = wrongMoment(run, command.at, now);
  if (wrong !== null) return wrong;
  draft.add(fact('incident.mitigated', { at: command.at ?? now, rule: may.rule }), command.actor);
  return null;
}

export function reactivate(draft: Draft, run: IncidentRun, command: Of<'reactivate'>): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Calling it active again');
  if (!may.ok) return may.refusal;
  if (run.status !== 'mitigated') return { code: 'reactivate.not', text: `${run.id} is not mitigated.` };
  const reason = command.reason.trim();
  if (reason === '') return { code: 'reactivate.reason', text: 'Say in a sentence what users feel again.' };
  draft.add(fact('incident.reactivated', { reason, rule: may.rule }), command.actor);
  return null;
}

/** Refused with every reason and the way out of each; the refusal itself is on the timeline. */
export function resolve(draft: Draft, run: IncidentRun, command: Of<'resolve'>, now: Instant): Refusal | null {
  const may = byCommand(draft, run, command.actor, 'Resolving');
  if (!may.ok) return may.refusal;
  if (command.summary.trim() === '')
    return { code: 'resolve.summary', text: 'Write in a sentence what ended it: it opens the postmortem.' };
  const wrong = wrongMoment(run, command.mitigatedAt, now);
  if (wrong !== null) return wrong;
  const { override } = command;
  const exception = override === null ? null : mayOverride(draft, run, command.actor, override);
  if (exception?.ok === false) return exception.refusal;
  const reasons = blockers(run, command, now);
  if (reasons.length > 0) return refused(draft, run, command, { reasons, now });
  // Only now: said before, the thread would tell that it ended without stable figures while it goes on.
  if (exception !== null) draft.add(exception.given, command.actor);
  brought(draft, run, command, now);
  const lines = override === null ? [] : [`accepted without stable figures: ${override}`];
  draft.add(fact('incident.resolved', { summary: command.summary.trim(), rule: may.rule, lines }), command.actor);
  return null;
}

type Exception = { readonly ok: true; readonly given: NewFact } | { readonly ok: false; readonly refusal: Refusal };

function mayOverride(draft: Draft, run: IncidentRun, actor: Of<'resolve'>['actor'], text: string): Exception {
  const { raci } = run.runbook.product;
  const accountable = (raci['override'] ?? raci['rollback'])?.accountable ?? ['commander'];
  const may = byRoles(draft, run, actor, accountable, 'Ending it without stable figures');
  if (!may.ok) return may;
  const reason = text.trim();
  if (reason === '') {
    const refusal = { code: 'resolve.override', text: 'Ending it without stable figures needs a reason.' };
    return { ok: false, refusal };
  }
  const given = { what: 'resolve:stable', reason, rule: may.rule, roles: [...actor.roles] };
  return { ok: true, given: fact('override.given', given) };
}

/** A form that arrives twice is refused twice; so soon after, and for the same reasons, it is one refusal. */
const SAME_WITHIN_MS = 10 * SECOND;

function refused(
  draft: Draft,
  run: IncidentRun,
  { actor }: Of<'resolve'>,
  { reasons, now }: { readonly reasons: readonly Blocker[]; readonly now: Instant },
): Refusal {
  const asked = reasons.map(one => ({ what: one.what, says: one.says, way: one.way }));
  const last = run.refusals.at(-1);
  const told = last !== undefined && now - last.at < SAME_WITHIN_MS && sameTexts(last.reasons, asked);
  if (!told) draft.add(fact('incident.resolve-refused', { reasons: asked }), actor);
  const lines = reasons.map(one => `- ${one.says} ${one.way}`);
  return { code: 'resolve.refused', text: `${run.id} cannot be resolved yet:\n${lines.join('\n')}` };
}

function sameTexts(before: readonly string[], now: readonly { readonly says: string }[]): boolean {
  return before.length === now.length && now.every((one, at) => one.says === before[at]);
}

/** What the form brought along goes on the timeline before the end does. */
function brought(draft: Draft, run: IncidentRun, command: Of<'resolve'>, now: Instant): void {
  const { actor } = command;
  if (command.impact !== null && command.impact !== run.impact)
    draft.add(fact('incident.impact-set', { impact: command.impact }), actor);
  for (const { text, owner } of command.followUps) {
    const id = String(draft.incident.tasks.length + 1);
    draft.add(fact('task.added', { id, text, owner, followUp: true, dueAt: null }), actor);
  }
  for (const step of command.skipOpen === null ? [] : skippableSteps(run)) {
    const { status } = stateOf(draft.incident, step.id);
    const rule = 'skipped with the resolution';
    if (status !== 'running')
      draft.add(fact('step.skipped', { step: step.id, reason: command.skipOpen ?? '', rule }), actor);
  }
  if (draft.incident.mitigatedAt === null)
    draft.add(fact('incident.mitigated', { at: command.mitigatedAt ?? now, rule: 'with the resolution' }), actor);
  const due = gradeOf(run)?.postmortem ?? null;
  if (due !== null && !run.drill)
    draft.add(
      fact('postmortem.assigned', {
        owner: command.postmortemOwner ?? run.postmortem.owner,
        dueAt: postmortemDueAt(due, now, run.runbook.product),
      }),
      actor,
    );
}

function wrongMoment(run: IncidentRun, at: Instant | null, now: Instant): Refusal | null {
  if (at === null || (at <= now && at >= run.occurredAt)) return null;
  return { code: 'mitigated.when', text: 'It was mitigated between its beginning and now; another time was given.' };
}

export function reopen(draft: Draft, run: IncidentRun, command: Of<'reopen'>): Refusal | null {
  const may = byAnyone(draft, command.actor, 'Reopening');
  if (!may.ok) return may.refusal;
  if (run.status !== 'resolved') return { code: 'reopen.open', text: `${run.id} is open.` };
  const reason = command.reason.trim();
  if (reason === '')
    return { code: 'reopen.reason', text: 'Reopening needs a reason: write in a sentence what is wrong again.' };
  draft.add(fact('incident.reopened', { reason, rule: may.rule }), command.actor);
  return null;
}
