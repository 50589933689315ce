import { assert } from '#src/base/assert.ts';
import { MINUTE } from '#src/base/time.ts';
import type { Grade } from '#src/domain/runbook/model/incident.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { badFigure } from './incident-figures.ts';
import { answerers, isSilent, nextInIncident, standsStill } from './incident-turns.ts';
import type { Play, Props } from './play.ts';
import { gradeOfScene } from './severity.ts';

/** An incident from its declaration to the draft of its postmortem, with the turn the scene wants. */
export function incidentPlay(runbook: IncidentRunbook, props: Props): Play {
  const { story } = props.options.scene;
  const grade = gradeOfScene(runbook, props.options.scene);
  assert(grade !== undefined, 'a scene names a grade of its product');
  return {
    stream: 'incident:INC-1',
    starters: whoNotices(props, grade),
    begin: beginning => ({
      ...beginning,
      type: 'declare',
      id: 'INC-1',
      runbook,
      severity: grade.name,
      title: runbook.title,
      service: null,
      impact: null,
      commander: null,
      occurredAt: null,
      // What a drill of an incident leaves out, its pages, is what is rehearsed here.
      drill: false,
      private: false,
      source: null,
      channel: `#${grade.channel ?? 'incidents'}`,
      settleMs: MINUTE,
    }),
    isOver: run =>
      run.kind === 'incident' &&
      run.status === 'resolved' &&
      (run.postmortem.draftedAt ?? 0) >= (run.resolvedAt ?? 0) &&
      (story !== 'reopened' || run.reopened.length > 0),
    next: (run, now) => (run.kind === 'incident' ? nextInIncident(run, props, now) : null),
    standsStill: (run, now) => (run.kind === 'incident' ? standsStill(run, now) : null),
    bad: (run, now) => (run?.kind === 'incident' ? badFigure(run, props.options.scene, now) : null),
    picksUp: (run, page) => !isSilent(run, props.options.scene) && answerers(run, page).length === 0,
  };
}

/** Somebody the grade does not call anyway, where there is one: whoever declares it leads it. */
function whoNotices({ cast }: Props, { calls }: Grade): readonly string[] {
  const roles = Object.keys(cast);
  return [...roles.filter(role => !calls.includes(role)), ...roles];
}
