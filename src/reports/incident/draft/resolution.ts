import type { Instant } from '#src/base/time.ts';
import { table } from '../../markdown.ts';
import type { ActionStory } from '../deeds.ts';
import type { IncidentFacts } from '../facts.ts';
import { endOfAction } from './deeds-told.ts';
import { blocks, exceptionWords, lines, said, sentence, timeBeside, todo, who } from './words.ts';

/** What ended it, what was pressed on the way, and what it took to be sure. */
export function resolution(facts: IncidentFacts): string {
  const { run } = facts;
  return blocks(
    run.resolution === null
      ? todo('It is not resolved yet. What will end it?')
      : `${who(run, run.resolution.by)}: ${sentence(said(run.resolution.summary))}`,
    setbacks(facts),
    actions(facts),
    refusals(facts),
    overrides(facts),
    todo('Does what ended it also keep it from coming back? If not, which action below does?'),
  );
}

function setbacks({ run, times }: IncidentFacts): string {
  const all = times.setbacks.map(
    ({ at, from, reason }) => `- ${timeBeside(at, run.startedAt)} it was called ${from}, and was not: ${said(reason)}`,
  );
  return lines(...all);
}

function actions({ run, actions: all }: IncidentFacts): string {
  if (all.length === 0) return 'None of the runbook’s actions was pressed.';
  const rows = all.map(action => [
    said(action.suspect === null ? action.title : `${action.title} (${action.suspect})`),
    `${timeBeside(action.taken.at, run.startedAt)} ${who(action.taken.before, action.taken.by)}`,
    said(action.taken.reason ?? ''),
    action.done === null ? 'not ended' : `${timeBeside(action.done.at, run.startedAt)} ${endOfAction(action)}`,
    becameOf(run, action),
  ]);
  return table(['Action', 'When and who', 'Why', 'How it ended', 'Taken back'], rows);
}

function becameOf(run: IncidentFacts['run'], { undoing, undoneAt, lasting }: ActionStory): string {
  if (lasting !== null)
    return `kept: accepted as lasting ${timeBeside(lasting.at, run.startedAt)} by ${who(lasting.before, lasting.by)}: ${said(lasting.reason ?? '')}`;
  if (undoing === null) return '';
  const why = undoing.reason === null ? '' : `: ${said(undoing.reason)}`;
  const at =
    undoneAt === null
      ? `begun ${timeBeside(undoing.at, run.startedAt)}, not ended,`
      : timeBeside(undoneAt, run.startedAt);
  return `${at} by ${who(undoing.before, undoing.by)}${why}`;
}

/** Somebody who tries every minute is refused every minute: the same reasons in a row are one line. */
function refusals({ run }: IncidentFacts): string {
  const rows: { readonly text: string; readonly from: Instant; readonly to: Instant; readonly times: number }[] = [];
  for (const { at, reasons } of run.refusals) {
    const text = reasons.map(reason => sentence(said(reason))).join(' ');
    const last = rows.at(-1);
    if (last?.text === text) rows[rows.length - 1] = { ...last, to: at, times: last.times + 1 };
    else rows.push({ text, from: at, to: at, times: 1 });
  }
  const all = rows.map(({ text, from, to, times }) => {
    const first = timeBeside(from, run.startedAt);
    return times === 1
      ? `- ${first} ${text}`
      : `- ${first} to ${timeBeside(to, run.startedAt)}, ${times} times: ${text}`;
  });
  return all.length === 0 ? '' : `It could not be resolved at first:\n\n${lines(...all)}`;
}

function overrides({ run }: IncidentFacts): string {
  const all = run.overrides.map(
    ({ at, by, what, reason }) =>
      `- ${timeBeside(at, run.startedAt)} ${who(run, by)} accepted ${exceptionWords(what)}: ${said(reason)}`,
  );
  return all.length === 0 ? '' : `Exceptions that were accepted:\n\n${lines(...all)}`;
}
