import type { ActionsBlock, Button } from '@slack/types';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { actions, button } from '../../blocks.ts';
import { runValue } from '../../values.ts';

/** What can be done to the drill as a whole now. */
export function drillButtons(run: DrillRun): readonly ActionsBlock[] {
  const note = button({ text: 'Note…', action: 'drill.note', value: runValue(run) });
  return actions(abortDrillButton(run), note);
}

export function abortDrillButton(run: DrillRun): Button | null {
  if (run.status !== 'running') return null;
  return button({ text: 'Abort…', action: 'drill.abort', value: runValue(run) });
}
