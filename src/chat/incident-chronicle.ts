import type { Instant } from '#src/base/time.ts';
import { findAction } from '#src/domain/incident/action-sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { when } from './dates.ts';
import { inert, link, mention } from './escape.ts';
import { roleWords } from './incident-roles.ts';
import { saysOf, someone, statusWord } from './incident-words.ts';
import { cut } from './limits.ts';

const TEXT_MAX = 300;

type Entry = { readonly at: Instant; readonly text: string };

/** What happened, oldest first, a line each: the story as far as the present state knows it. The timeline has every fact. */
export function chronicle(run: IncidentRun): readonly string[] {
  const entries = [...course(run), ...pages(run), ...written(run), ...work(run)];
  return entries.toSorted((a, b) => a.at - b.at).map(entry => `${when(entry.at)} ${entry.text}`);
}

function course(run: IncidentRun): readonly Entry[] {
  const declared = {
    at: run.startedAt,
    text: `Declared ${inert(run.severities[0]?.severity ?? run.severity)} by ${mention(run.initiator)}`,
  };
  const began =
    run.occurredAt === run.startedAt ? [] : [{ at: run.occurredAt, text: 'It began, as far as people know' }];
  return [
    ...began,
    declared,
    ...run.severities.slice(1).map(({ at, severity, by }) => ({
      at,
      text: `Severity ${inert(severity)}${by === null ? '' : ` by ${mention(by)}`}`,
    })),
    ...run.statuses.slice(1).map(({ at, status }) => ({ at, text: `${statusWord(status)}` })),
    ...run.commanders.map(({ at, user, how }) => ({
      at,
      text: `${mention(user)} ${how === 'declared' ? 'has command' : how === 'took' ? 'took command' : 'accepted command'}`,
    })),
    ...run.reopened.map(({ at, reason }) => ({ at, text: `Reopened: ${short(reason)}` })),
    ...run.escalated.map(({ at, rule }) => ({
      at,
      text: rule < 0 ? 'More people called' : `Escalated (rule ${rule + 1})`,
    })),
  ];
}

function pages(run: IncidentRun): readonly Entry[] {
  return Object.values(run.pages).flatMap(page => {
    const to = `Page to ${roleWords(run, page.roles)}`;
    const moments: readonly (Entry | null)[] = [
      { at: page.requestedAt, text: `${to} requested` },
      page.acceptedAt === null ? null : { at: page.acceptedAt, text: `${to} accepted by PagerDuty` },
      page.acknowledgedAt === null
        ? null
        : { at: page.acknowledgedAt, text: `${to} acknowledged by ${someone(page.acknowledgedBy)}` },
      page.fallback === null
        ? null
        : { at: page.fallback.at, text: `Second way taken: ${saysOf(run, cut(page.fallback.says, TEXT_MAX))}` },
      page.endedAt === null
        ? null
        : { at: page.endedAt, text: page.state === 'failed' ? `${to} FAILED: ${short(page.says)}` : `${to} ended` },
    ];
    return moments.filter(moment => moment !== null);
  });
}

function written(run: IncidentRun): readonly Entry[] {
  return [
    ...run.updates.map(({ at, by, conditions }, index) => ({
      at,
      text: `Update ${index + 1} by ${mention(by)}: ${short(conditions)}`,
    })),
    ...run.decisions.map(({ at, by, text }) => ({ at, text: `Decision by ${mention(by)}: ${short(text)}` })),
    ...run.notes.map(({ at, by, text }) => ({ at, text: `Note by ${mention(by)}: ${short(text)}` })),
    ...Object.values(run.captured).map(({ at, author, text, permalink, edits }) => ({
      at,
      text: `📌 ${link(permalink, 'message')} of ${author === null ? 'an app' : mention(author)}: ${short(text)}${edits.length === 0 ? '' : edits.at(-1)?.text === null ? ' (deleted since)' : ' (edited since)'}`,
    })),
  ];
}

function work(run: IncidentRun): readonly Entry[] {
  return [
    ...run.actions.map(taken => ({
      at: taken.at,
      text: `${inert(findAction(run, taken.action)?.title ?? taken.action)} by ${mention(taken.by)}${taken.reason === null ? '' : `: ${short(taken.reason)}`}`,
    })),
    ...run.tasks.map(task => ({
      at: task.at,
      text: `Task ${inert(task.id)} by ${mention(task.by)}: ${short(task.text)}`,
    })),
    ...run.links.map(one => ({ at: one.at, text: `${inert(one.run)} was started from here` })),
  ];
}

function short(text: string): string {
  return inert(cut(text.replace(/\s+/g, ' '), TEXT_MAX));
}
