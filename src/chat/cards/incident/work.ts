import type { KnownBlock } from '@slack/types';
import type { Instant } from '#src/base/time.ts';
import type { AnyStep, Section } from '#src/domain/procedure/sections.ts';
import { isSettled, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { context, section } from '../../blocks.ts';
import { inert } from '../../escape.ts';
import { nameWords } from '../../incident-words.ts';
import { bounded, cut } from '../../limits.ts';
import type { Message } from '../../message.ts';
import { figures } from '../figures.ts';
import { openStepBlocks, settledLine } from './work-step.ts';

/** Slack's limit for a message is 50; the last is kept for what does not fit. */
const BLOCKS_MAX = 49;
/** Lines of one phase that stand open to read; what was done longer ago is counted. */
const SETTLED_MAX = 12;

/** The runbook of an incident as one message that is redrawn: what is done, what is open with its buttons, with live values beside it. */
export function workMessage(run: IncidentRun, _now: Instant): Message {
  const parts = inOrder(run);
  const open = parts.flatMap(part => openSteps(run, part));
  const over = run.status === 'resolved';
  const text = over
    ? `The runbook of ${nameWords(run)}: closed.`
    : `The runbook of ${nameWords(run)}: ${open.length === 0 ? 'nothing waits' : `${open.length} open, first “${inert(cut(titleOf(run, open[0] as AnyStep), 150))}”`}.`;
  return bounded({
    text,
    blocks: [
      section(`*Runbook* of ${inert(run.id)}`, over ? '' : live(run)),
      ...(over ? closed(run, parts) : drawn(run, parts)),
    ],
  });
}

/** Actions in hand come first: whoever pressed one waits for it. */
function inOrder(run: IncidentRun): readonly Section[] {
  const phases = run.runbook.phases.map(phase => phase.id);
  const all = sectionsNow(run);
  return [
    ...all.filter(part => !phases.includes(part.id) && openSteps(run, part).length > 0),
    ...all.filter(part => phases.includes(part.id)),
  ];
}

function openSteps(run: IncidentRun, part: Section): readonly AnyStep[] {
  return part.steps.filter(step => {
    const state = stateOf(run, step.id);
    return !isSettled(state) && state.status !== 'pending';
  });
}

function live(run: IncidentRun): string {
  const measured = figures(run);
  return measured.length === 0 ? '' : `Now: ${measured.join(' · ')}`;
}

function closed(run: IncidentRun, parts: readonly Section[]): readonly KnownBlock[] {
  return parts.slice(0, BLOCKS_MAX - 1).map(part => section(...heading(run, part)));
}

/** Every stretch keeps its heading; open steps get their buttons as long as there is room, the rest is counted by name. */
function drawn(run: IncidentRun, parts: readonly Section[]): readonly KnownBlock[] {
  let room = BLOCKS_MAX - 1 - parts.length;
  const left: string[] = [];
  const blocks = parts.flatMap(part => {
    const steps = openSteps(run, part).flatMap(step => {
      const shown = openStepBlocks(run, step);
      if (shown.length > room) {
        left.push(titleOf(run, step));
        return [];
      }
      room -= shown.length;
      return shown;
    });
    return [section(...heading(run, part)), ...steps];
  });
  if (left.length === 0) return blocks;
  return [
    ...blocks,
    context(`… ${left.length} more, shown as soon as there is room: ${inert(cut(left.join(' · '), 500))}`),
  ];
}

/** `*Triage* · 3 of 8 done`, with what is settled in a line each and what comes after in one. */
function heading(run: IncidentRun, part: Section): readonly string[] {
  const settled = part.steps.filter(step => isSettled(stateOf(run, step.id)));
  const todo = part.steps.filter(step => stateOf(run, step.id).status === 'pending');
  const ended = settled.length === part.steps.length;
  const hidden = Math.max(0, settled.length - SETTLED_MAX);
  const over = run.status === 'resolved';
  const names = inert(cut(todo.map(step => titleOf(run, step)).join(' · '), 400));
  const later = todo.length === 0 ? '' : `${over ? 'Not reached' : 'Then'}: ${names}`;
  return [
    `${ended ? '✔' : over ? '–' : '▶'} *${inert(part.title)}* · ${settled.length} of ${part.steps.length}`,
    hidden === 0 ? '' : `${hidden} done before`,
    ...settled.slice(hidden).map(step => settledLine(run, step)),
    later,
  ];
}
