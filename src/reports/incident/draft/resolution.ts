import { table } from '../../markdown.ts';
import type { ActionStory } from '../deeds.ts';
import type { IncidentFacts } from '../facts.ts';
import { endOfAction } from './deeds-told.ts';
import { blocks, lines, said, sentence, timeBeside, todo, who } from './words.ts';

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

function refusals({ run }: IncidentFacts): string {
  const all = run.refusals.map(
    ({ at, reasons }) =>
      `- ${timeBeside(at, run.startedAt)} ${reasons.map(reason => sentence(said(reason))).join(' ')}`,
  );
  return all.length === 0 ? '' : `It could not be resolved at first:\n\n${lines(...all)}`;
}

function overrides({ run }: IncidentFacts): string {
  const all = run.overrides.map(
    ({ at, by, what, reason }) =>
      `- ${timeBeside(at, run.startedAt)} ${who(run, by)} accepted ${said(what)}: ${said(reason)}`,
  );
  return all.length === 0 ? '' : `Exceptions that were accepted:\n\n${lines(...all)}`;
}
