import type { KnownBlock } from '@slack/types';
import { offeredActions } from '#src/domain/incident/grade.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { actions, button, section } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { inert } from '../../escape.ts';
import { cut } from '../../limits.ts';
import { runValue } from '../../values.ts';

/** The newest releases are the likeliest; the others are on the timeline. */
const SUSPECTS_MAX = 3;

/** What went to production lately, each with its way back where the grade offers it. */
export function suspectBlocks(run: IncidentRun): readonly KnownBlock[] {
  if (run.suspects.length === 0 || run.status === 'resolved') return [];
  const shown = run.suspects.slice(0, SUSPECTS_MAX);
  const left = run.suspects.length - shown.length;
  const lines = shown.map(
    one => `• *${inert(one.run)}* ${inert(one.title)} · in production since ${when(one.at)} · was ${inert(one.status)}`,
  );
  const back = offeredActions(run).find(action => action.does.kind === 'rollback-suspect');
  const buttons = shown.map((one, index) => {
    if (back === undefined || isTaken(run, back.id, one.run)) return null;
    const text = `Roll back ${cut(`${one.run} ${one.version}`.trim(), 50)}…`;
    return button({
      text,
      action: `incident.act:s${index}`,
      value: runValue(run, { item: back.id, label: one.run }),
      style: 'danger',
    });
  });
  return [
    section('*Suspects*: released lately', ...lines, left > 0 ? `… and ${left} older ones` : ''),
    ...actions(...buttons),
  ];
}

/** Pressed already, and not refused by the release itself. */
function isTaken(run: IncidentRun, action: string, suspect: string): boolean {
  return run.actions.some(one => one.action === action && one.suspect === suspect && !one.says.startsWith('not done'));
}

/** A higher grade its figures speak for: asked, never set by itself. */
export function suggestionBlocks(run: IncidentRun): readonly KnownBlock[] {
  const { suggestion } = run;
  if (suggestion === null || run.status === 'resolved') return [];
  const { severity } = suggestion;
  const set = button({
    text: `Set ${severity}`,
    action: 'incident.severity-set',
    value: runValue(run, { item: severity }),
    style: 'danger',
  });
  return [
    section(`⚠ *${inert(severity)} is suggested* since ${when(suggestion.at)}: ${inert(cut(suggestion.says, 800))}`),
    ...actions(set),
  ];
}
