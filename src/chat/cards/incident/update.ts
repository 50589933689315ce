import { sayDuration } from '#src/base/time.ts';
import type { Update } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { section } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { inert, mention } from '../../escape.ts';
import { nameWords, statusWord } from '../../incident-words.ts';
import { bounded, cut } from '../../limits.ts';
import type { Message } from '../../message.ts';

const FIELD_MAX = 2_000;

/** One update as it was posted, for everybody who reads along: what is known, what is done, what is needed, what comes next. */
export function updateMessage(run: IncidentRun, number: number): Message | null {
  const update = run.updates[number - 1];
  if (update === undefined) return null;
  const head = `📣 *Update ${number}* of ${nameWords(run)} by ${mention(update.by)}${late(update)}`;
  const lines = update.noChange ? ['No change.'] : saidLines(update);
  const next = number === run.updates.length ? nextLine(run) : '';
  return bounded({
    text: cut(`${head.replaceAll('*', '')}: ${lines.join(' ').replaceAll('*', '')} ${next}`.trim(), 1_500),
    blocks: [
      section(head, `${statusWord(run.status)}${update.status === '' ? '' : ` · ${inert(cut(update.status, 200))}`}`),
      section(...lines),
      ...(next === '' ? [] : [section(next)]),
    ],
  });
}

/** What it says, each part under its name; nothing for what was left empty. */
export function saidLines({ conditions, actions, needs }: Update): readonly string[] {
  const parts = [
    ['Conditions', conditions],
    ['Actions', actions],
    ['Needs', needs],
  ] as const;
  return parts
    .filter(([, text]) => text.trim() !== '')
    .map(([name, text]) => `*${name}*: ${inert(cut(text, FIELD_MAX))}`);
}

function late({ at, dueAt }: Update): string {
  return dueAt !== null && at - dueAt >= 60_000 ? ` (${sayDuration(at - dueAt)} late)` : '';
}

export function nextLine({ status, cadence }: IncidentRun): string {
  return status === 'resolved' || cadence.dueAt === null ? '' : `Next update due ${when(cadence.dueAt)}.`;
}
