import type { ActionsBlock, Button } from '@slack/types';
import { unreachable } from '#src/base/assert.ts';
import { offeredActions } from '#src/domain/incident/grade.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { IncidentAction } from '#src/domain/runbook/model/incident.ts';
import { actions, button, confirmation, menu } from '../../blocks.ts';
import { runValue } from '../../values.ts';
import { waitsForAcknowledgement } from './pages.ts';

/** As many buttons as one sees at a glance; the rest is in the menu beside them. */
const ROW_MAX = 5;
const MENU_MAX = 5;

/** What can be done now: the buttons follow the status. Who may is decided at the press; a refusal is told in private. */
export function tray(run: IncidentRun): readonly ActionsBlock[] {
  switch (run.status) {
    case 'investigating':
      return [
        ...actions(haveIt(run), takeCommand(run)),
        ...actions(postUpdate(run), handOver(run), severity(run), page(run), mitigated(run), more(run)),
      ];
    case 'mitigated':
      return [
        ...actions(haveIt(run), takeCommand(run)),
        ...actions(postUpdate(run), resolve(run), activeAgain(run), followUp(run), handOver(run), more(run)),
      ];
    case 'resolved':
      return actions(postmortem(run), followUp(run), reopen(run), more(run));
    default:
      return unreachable(run.status);
  }
}

/** The actions of its grade, the one put forward first. */
export function actionRow(run: IncidentRun): readonly ActionsBlock[] {
  if (run.status === 'resolved') return [];
  const ready = offeredActions(run).filter(action => standsHere(run, action));
  const beyond = ready.slice(ROW_MAX, ROW_MAX + MENU_MAX);
  return actions(
    ...ready.slice(0, ROW_MAX).map((action, index) => actButton(run, action, index)),
    beyond.length === 0
      ? null
      : menu(
          'incident.act-more',
          beyond.map(action => ({ text: action.title, value: `${run.id} ${action.id}` })),
        ),
  );
}

/** A rollback stands beside its suspect (suspects.ts); what pauses one needs that there is one. */
function standsHere({ suspects }: IncidentRun, { does }: IncidentAction): boolean {
  if (does.kind === 'rollback-suspect') return false;
  return does.kind !== 'pause-suspect' || suspects.length > 0;
}

function actButton(run: IncidentRun, action: IncidentAction, index: number): Button {
  const asks = action.reasonRequired || action.does.kind === 'start';
  return button({
    text: asks ? `${action.title}…` : action.title,
    action: `incident.act:${index}`,
    value: runValue(run, { item: action.id }),
  });
}

export function postUpdate(run: IncidentRun): Button {
  return button({ text: 'Post update', action: 'incident.update', value: runValue(run), style: 'primary' });
}

export function haveIt(run: IncidentRun): Button | null {
  if (!waitsForAcknowledgement(run)) return null;
  return button({ text: 'I have it', action: 'incident.acknowledge', value: runValue(run), style: 'primary' });
}

export function takeCommand(run: IncidentRun): Button | null {
  if (run.commander !== null) return null;
  return button({ text: 'Take command', action: 'incident.take', value: runValue(run), style: 'danger' });
}

function handOver(run: IncidentRun): Button | null {
  if (run.commander === null) return null;
  return button({ text: 'Hand over…', action: 'incident.handover', value: runValue(run) });
}

export function severity(run: IncidentRun): Button {
  return button({ text: 'Severity…', action: 'incident.severity', value: runValue(run) });
}

function page(run: IncidentRun): Button | null {
  // A drill rings nobody, so there is nothing to press.
  return run.drill ? null : button({ text: 'Page…', action: 'incident.page', value: runValue(run) });
}

export function mitigated(run: IncidentRun): Button {
  return button({
    text: 'Mitigated',
    action: 'incident.mitigated',
    value: runValue(run),
    confirm: confirmation({
      title: 'Do users feel it no more?',
      text: 'It stays open and is watched until it is resolved. Should it come back, the card offers Active again.',
      yes: 'Mitigated',
    }),
  });
}

export function resolve(run: IncidentRun): Button {
  return button({ text: 'Resolve…', action: 'incident.resolve', value: runValue(run) });
}

function activeAgain(run: IncidentRun): Button {
  return button({ text: 'Active again…', action: 'incident.reactivate', value: runValue(run) });
}

function followUp(run: IncidentRun): Button {
  return button({ text: 'Follow-up…', action: 'incident.follow-up', value: runValue(run) });
}

function postmortem(run: IncidentRun): Button {
  return button({ text: 'Postmortem…', action: 'incident.postmortem', value: runValue(run), style: 'primary' });
}

function reopen(run: IncidentRun): Button {
  return button({ text: 'Reopen…', action: 'incident.reopen', value: runValue(run) });
}

/** Values of menu entries are short (75 characters), so they are plain words. */
function more({ id, status }: IncidentRun) {
  const resolveEarly = status === 'investigating' ? [{ text: 'Resolve…', value: `resolve ${id}` }] : [];
  return menu('incident.more', [
    { text: 'Note or decision…', value: `note ${id}` },
    { text: 'Task…', value: `task ${id}` },
    { text: 'Title…', value: `title ${id}` },
    { text: 'Timeline', value: `timeline ${id}` },
    ...resolveEarly,
  ]);
}
