import type { KnownBlock } from '@slack/types';
import { findAction } from '#src/domain/incident/action-sections.ts';
import type { ActionTaken } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { actions, button, section } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { inert, mention } from '../../escape.ts';
import { saysOf } from '../../incident-words.ts';
import { cut } from '../../limits.ts';
import { runValue } from '../../values.ts';

/** With more at once nobody reads them on a card; each has its two blocks here. */
const SHOWN_MAX = 6;

/** What was pressed and still counts: it stands here until it is undone or accepted as lasting. */
export function inForceBlocks(run: IncidentRun): readonly KnownBlock[] {
  const standing = run.actions.filter(one => one.state !== 'undone');
  const shown = standing.slice(-SHOWN_MAX);
  const left = standing.length - shown.length;
  if (shown.length === 0) return [];
  return [
    section('*Actions*', left > 0 ? `${left} earlier ones are on the timeline` : ''),
    ...shown.flatMap(taken => [section(actionLine(run, taken)), ...actions(...buttons(run, taken))]),
  ];
}

function actionLine(run: IncidentRun, taken: ActionTaken): string {
  const title = inert(findAction(run, taken.action)?.title ?? taken.action);
  const on = taken.suspect === null ? '' : ` (${inert(taken.suspect)})`;
  const why = taken.reason === null ? '' : `: ${inert(cut(taken.reason, 300))}`;
  return `${SIGN[taken.state]} *${title}*${on} · ${stateWords(run, taken)} · ${mention(taken.by)} ${when(taken.at)}${why}`;
}

const SIGN: { readonly [state in ActionTaken['state']]: string } = {
  running: '▶',
  done: '●',
  undoing: '↩',
  undone: '↩',
  lasting: '■',
};

function stateWords(run: IncidentRun, taken: ActionTaken): string {
  const says = saysOf(run, cut(taken.says, 300));
  switch (taken.state) {
    case 'running':
      return 'under way';
    case 'done':
      return findAction(run, taken.action)?.does.kind === 'steps' ? 'in force' : says;
    case 'undoing':
      return 'being undone';
    case 'undone':
      return 'undone';
    case 'lasting':
      return 'accepted as lasting';
  }
}

/** Only what has steps of its own is a workaround that has to be taken back or accepted. */
function buttons(run: IncidentRun, taken: ActionTaken) {
  const does = findAction(run, taken.action)?.does;
  if (does?.kind !== 'steps' || taken.state === 'lasting' || taken.state === 'undone' || run.status === 'resolved')
    return [];
  const value = runValue(run, { item: taken.id });
  const undo =
    does.undo.length > 0 && taken.state !== 'undoing'
      ? button({ text: 'Undo…', action: `incident.undo:${taken.id}`, value })
      : null;
  return [undo, button({ text: 'Accept as lasting…', action: `incident.lasting:${taken.id}`, value })];
}
