import type { KnownBlock } from '@slack/types';
import type { JsonObject } from '#src/base/json.ts';
import { gradeOf } from '#src/domain/incident/grade.ts';
import { openPages } from '#src/domain/incident/paging.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { actions, button, section } from './blocks.ts';
import { haveIt, postUpdate } from './cards/incident/buttons.ts';
import { when } from './dates.ts';
import { inert } from './escape.ts';
import { commanderWords, nameWords, saysOf } from './incident-words.ts';
import { bounded, cut } from './limits.ts';
import type { Message } from './message.ts';
import { runValue } from './values.ts';

const TEXT_MAX = 2_000;

/**
 * A direct message to one person an incident needs: what happened, what it is, what can be done; `where` leads to its
 * card. It is never redrawn, so its buttons are only such as refuse kindly when they come too late.
 */
export function directIncident(run: IncidentRun, body: JsonObject, where: string): Message {
  const [head = '', ...rest] = linesOf(run, body);
  return bounded({ text: head, blocks: [section(head, ...rest, where), ...buttonsOf(run, body)] });
}

function linesOf(run: IncidentRun, body: JsonObject): readonly string[] {
  const name = nameWords(run);
  const says = saysOf(run, cut(String(body['says'] ?? ''), TEXT_MAX));
  switch (body['about']) {
    case 'called':
      return [
        `You are called to ${name}.`,
        ...about(run),
        'Press I am on it, or join its thread. Whoever leads is there.',
      ];
    case 'page-fallback':
      return [
        `*You are needed for ${name}.* The page: ${says}; so this comes to you directly.`,
        ...about(run),
        haveIt(run) === null
          ? 'Press I am on it if you take it; the others then know.'
          : 'Press I have it if you take it; the others then know.',
      ];
    case 'escalated':
      return [`*You are called to ${name}*: ${says}.`, ...about(run), 'Press I am on it, or join its thread.'];
    case 'update-missed':
      return [
        `${name} owes an update. ${says}.`,
        `${commanderWords(run)}. As deputy you may post it: “No change” is enough.`,
      ];
    case 'handover':
      return [`You are offered command of ${name}. Nothing changes until you accept.`, ...brief(run, body)];
    case 'task':
      return taskLines(run, String(body['task'] ?? ''));
    case 'postmortem':
      return [
        `The postmortem of ${name} is yours.${due(run)}`,
        'Its draft comes into the thread, written from the timeline; what only people know is a question in it.',
      ];
    case 'postmortem-due':
      return [
        `The postmortem of ${name} ${says}${run.postmortem.dueAt === null ? '' : ` ${when(run.postmortem.dueAt)}`}.`,
        `When it is reviewed, say so: /incident postmortem ${inert(run.id)} reviewed`,
      ];
    default:
      return [`${name}: ${says === '' ? 'look at its card' : says}`];
  }
}

/** Enough to decide whether to get up. */
function about(run: IncidentRun): readonly string[] {
  const grade = gradeOf(run);
  return [
    `${grade === null ? '' : `${inert(grade.name)}: ${inert(grade.criteria)} `}${run.impact === null ? '' : `Impact: ${inert(cut(run.impact, 500))}`}`.trim(),
    `${commanderWords(run)} · started ${when(run.occurredAt)}`,
  ];
}

function brief(run: IncidentRun, body: JsonObject): readonly string[] {
  const written = saysOf(run, cut(String(body['brief'] ?? ''), TEXT_MAX));
  return written === '' ? [] : written.split('\n').map(line => `> ${line}`);
}

function taskLines(run: IncidentRun, id: string): readonly string[] {
  const task = run.tasks.find(one => one.id === id);
  const until = task?.dueAt == null ? '' : `, due ${when(task.dueAt)}`;
  return [`Task ${inert(id)} of ${nameWords(run)} is yours${until}: ${inert(cut(task?.text ?? '', 1_000))}`];
}

function due({ postmortem }: IncidentRun): string {
  return postmortem.dueAt === null ? '' : ` It is due ${when(postmortem.dueAt)}.`;
}

function buttonsOf(run: IncidentRun, body: JsonObject): readonly KnownBlock[] {
  switch (body['about']) {
    case 'called':
    case 'escalated':
      return actions(openPages(run).length > 0 ? haveIt(run) : null, join(run));
    case 'page-fallback':
      return actions(haveIt(run) ?? join(run));
    case 'update-missed':
      return actions(
        postUpdate(run),
        button({ text: 'No change', action: 'incident.no-change', value: runValue(run) }),
      );
    case 'handover':
      return actions(
        button({ text: 'Accept', action: 'incident.accept', value: runValue(run), style: 'primary' }),
        button({ text: 'Decline…', action: 'incident.decline', value: runValue(run) }),
      );
    case 'task':
      return actions(
        button({
          text: 'Done',
          action: 'incident.task-done',
          value: runValue(run, { item: String(body['task'] ?? '') }),
        }),
      );
    default:
      return [];
  }
}

function join(run: IncidentRun) {
  return button({ text: 'I am on it', action: 'incident.join', value: runValue(run) });
}
