import type { Instant } from '#src/base/time.ts';
import { MINUTE, sayDuration } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { isRange, SNOOZES_MAX } from './cadence.ts';
import { cadenceOf, findGrade, gradeOf, isHigher } from './grade.ts';
import { byAnyone, byCommand } from './who.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** A real update: it starts the clock anew. "No change" is one too, and says so. */
export function update(
  draft: Draft,
  run: IncidentRun,
  command: Of<'update' | 'no-change'>,
  now: Instant,
): Refusal | null {
  const may = byCommand(draft, run, command.actor, 'Posting an update');
  if (!may.ok) return may.refusal;
  const last = run.updates.at(-1);
  const noChange = command.type === 'no-change';
  if (!noChange && `${command.conditions}${command.actions}${command.needs}`.trim() === '')
    return {
      code: 'update.empty',
      text: 'An update says something: what is known now, what is being done, or what is needed.',
    };
  const nextInMs = noChange ? null : command.nextInMs;
  const longest = longestMs(run);
  if (nextInMs !== null && (nextInMs < MINUTE || (longest !== null && nextInMs > longest)))
    return {
      code: 'update.next',
      text: `The next update of a ${run.severity} comes within ${sayDuration(longest ?? nextInMs)}; ${sayDuration(nextInMs)} was asked for.`,
    };
  draft.add(
    fact('incident.updated', {
      status: noChange ? (last?.status ?? '') : command.status,
      conditions: noChange ? 'No change.' : command.conditions,
      actions: noChange ? (last?.actions ?? '') : command.actions,
      needs: noChange ? (last?.needs ?? '') : command.needs,
      dueAt: run.cadence.dueAt,
      nextAt: nextInMs === null || longest === null ? null : now + nextInMs,
      noChange,
      rule: may.rule,
    }),
    command.actor,
  );
  if (!noChange && command.impact !== null && command.impact !== run.impact)
    draft.add(fact('incident.impact-set', { impact: command.impact }), command.actor);
  return null;
}

/** How far away the next update may be put; null: nobody is reminded at this grade. */
export function longestMs(run: IncidentRun): number | null {
  const cadence = cadenceOf(run);
  return cadence && (isRange(cadence) ? cadence.missedMs : cadence.dueMs);
}

/** Puts the reminder off, with a reason, for one cadence at most and not again and again. */
export function snooze(draft: Draft, run: IncidentRun, command: Of<'snooze'>, now: Instant): Refusal | null {
  const may = byCommand(draft, run, command.actor, 'Snoozing the reminder');
  if (!may.ok) return may.refusal;
  const cadence = cadenceOf(run);
  if (cadence === null || run.cadence.nextAt === null)
    return { code: 'snooze.nothing', text: `Nobody is reminded for ${run.id}, so there is nothing to snooze.` };
  if (command.reason.trim() === '')
    return { code: 'snooze.reason', text: 'Snoozing needs a reason: write in a sentence why no update can come now.' };
  if (run.cadence.snoozes >= SNOOZES_MAX)
    return {
      code: 'snooze.enough',
      text: `The reminder was put off ${SNOOZES_MAX} times since the last update. Post one now, "No change" is enough.`,
    };
  const until = now + cadence.dueMs;
  draft.add(fact('reminder.snoozed', { until, reason: command.reason, rule: may.rule }), command.actor);
  return null;
}

/** A higher grade anybody may set; a lower one is for the commander. A doubt is settled upward. */
export function severity(draft: Draft, run: IncidentRun, command: Of<'severity'>): Refusal | null {
  const grade = findGrade(run, command.severity);
  if (grade === null) {
    const names = run.runbook.grades.map(one => one.name).join(', ');
    return { code: 'severity.unknown', text: `There is no severity "${command.severity}". There is ${names}.` };
  }
  if (grade.name === run.severity) return { code: 'severity.same', text: `${run.id} is ${run.severity} already.` };
  const raises = isHigher(run, grade.name, run.severity);
  const may = raises
    ? byAnyone(draft, command.actor, 'Raising the severity')
    : byCommand(draft, run, command.actor, 'Lowering the severity');
  if (!may.ok) return may.refusal;
  const { name: from } = gradeOf(run) ?? { name: run.severity };
  draft.add(
    fact('incident.severity-set', { from, severity: grade.name, reason: command.reason, rule: may.rule }),
    command.actor,
  );
  if (run.suggestion !== null && !isHigher(run, run.suggestion.severity, grade.name))
    draft.add(fact('incident.suggestion-ended', { severity: run.suggestion.severity, says: 'set' }), command.actor);
  return null;
}
