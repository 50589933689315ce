import type { KnownBlock } from '@slack/types';
import type { Instant } from '#src/base/time.ts';
import { gradeOf } from '#src/domain/incident/grade.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { section } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { inert, link, mention } from '../../escape.ts';
import { cut } from '../../limits.ts';

/** Mitigated since; resolved by whom and how; what became of the postmortem and of what is still to be done. */
export function endLines(run: IncidentRun, now: Instant): readonly KnownBlock[] {
  const lines = [
    mitigated(run),
    ...resolved(run),
    ...tasks(run),
    run.status === 'resolved' ? postmortem(run, now) : '',
  ].filter(line => line !== '');
  return lines.length === 0 ? [] : [section(...lines)];
}

function mitigated({ mitigatedAt }: IncidentRun): string {
  return mitigatedAt === null ? '' : `*Mitigated* ${when(mitigatedAt)}: users feel it no more, as far as is known.`;
}

function resolved({ status, resolvedAt, resolution, overrides }: IncidentRun): readonly string[] {
  if (status !== 'resolved' || resolvedAt === null || resolution === null) return [];
  const accepted = overrides.filter(one => one.what === 'resolve:stable').at(-1);
  return [
    `*Resolved* ${when(resolvedAt)} by ${mention(resolution.by)}: ${inert(cut(resolution.summary, 1_000))}`,
    accepted === undefined
      ? ''
      : `Accepted without stable figures by ${mention(accepted.by)}: ${inert(cut(accepted.reason, 500))}`,
  ];
}

const TASKS_MAX = 8;

function tasks(run: IncidentRun): readonly string[] {
  const open = run.tasks.filter(task => task.doneAt === null);
  const lines = open
    .slice(0, TASKS_MAX)
    .map(task => `☐ ${inert(cut(task.text, 200))} – ${task.owner === null ? '*nobody*' : mention(task.owner)}`);
  const left = open.length - lines.length;
  return lines.length === 0 ? [] : ['*Tasks*', ...lines, left > 0 ? `… and ${left} more` : ''];
}

function postmortem(run: IncidentRun, now: Instant): string {
  const { owner, dueAt, permalink, draftedAt, state } = run.postmortem;
  const draft =
    draftedAt === null
      ? 'its draft is being written'
      : permalink === null
        ? `draft of ${when(draftedAt)} in this thread`
        : link(permalink, 'its draft');
  const who =
    owner === null
      ? gradeOf(run)?.postmortem == null || run.drill
        ? 'none is required'
        : '*nobody owns it*'
      : `owner ${mention(owner)}`;
  const over = state === 'reviewed' || state === 'closed';
  const due =
    dueAt === null ? '' : !over && dueAt < now ? ` · *overdue* since ${when(dueAt)}` : ` · due ${when(dueAt)}`;
  return `*Postmortem*: ${draft} · ${STATE[state]} · ${who}${over ? '' : due}`;
}

const STATE = { draft: 'draft', 'in-review': 'in review', reviewed: 'reviewed', closed: 'closed' } as const;
