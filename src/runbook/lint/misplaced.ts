import type { Verb } from '#src/domain/runbook/model/step.ts';
import { tell } from '../resolve/context.ts';
import type { Subject } from './site.ts';

/** What reads well and belongs into another kind of runbook. */
export function lintMisplaced(subject: Subject): void {
  switch (subject.runbook.kind) {
    case 'release':
      return lintButtons(subject, 'write a confirm step; to page somebody write page:');
    case 'incident':
      lintPhases(subject, INCIDENT);
      return lintVerbs(subject, INCIDENT);
    case 'drill':
      lintButtons(subject, 'write a confirm step');
      lintPhases(subject, DRILL);
      lintVerbs(subject, DRILL);
      return lintOnly(subject);
  }
}

/** Where a kind of runbook has no place for something, and what to write there. */
type Place = {
  readonly a: string;
  readonly instead: { readonly [verb in Verb]?: string };
  readonly belongs: string;
  readonly onFailure: string;
  readonly watch: string;
  readonly T: string;
  readonly at: string;
};

const START = 'start a release from here with start:';
const INCIDENT: Place = {
  a: 'an incident',
  belongs: 'a release',
  instead: {
    version: START,
    'release-notes': START,
    tag: START,
    shift: 'write the command with run:, in an action with its undo',
    approve: 'nobody is waited for in an incident; write confirm: with the role that decides',
    report: 'the postmortem is drafted by itself; name its sections under postmortem:',
  },
  onFailure: 'write pause or continue; a release is taken back by an action with rollback: suspect',
  watch: 'name metrics under resolve.stable, or write a watch step',
  T: 'the incident is declared',
  at: 'T is the declaration: write T+15m, or leave it out',
};

const NO_RELEASE = 'a drill releases nothing; write run: with the command';
const DRILL: Place = {
  a: 'a drill',
  belongs: 'a release or an incident',
  instead: {
    version: NO_RELEASE,
    'release-notes': NO_RELEASE,
    tag: NO_RELEASE,
    shift: NO_RELEASE,
    approve: 'a drill has no go/no-go; write confirm: with the role that decides',
    report: 'what came out is noted under records:',
    page: 'a drill wakes nobody; write notify:',
    start: 'a drill stands alone; write run: or confirm:',
  },
  onFailure: 'write pause or continue; Abort is a button of every drill',
  watch: 'write a watch step',
  T: 'the drill begins',
  at: 'T is its start: write T+15m, or leave it out',
};

function lintVerbs(subject: Subject, place: Place): void {
  for (const { step, path } of subject.sites) {
    const instead = place.instead[step.verb];
    if (instead !== undefined)
      tell(subject.file, [...path, step.verb], {
        message: `"${step.verb}" belongs to ${place.belongs}`,
        hint: instead,
      });
    if (step.onFailure !== 'rollback' && step.onFailure !== 'abort') continue;
    const message = `${place.a} has no ${step.onFailure} to turn to`;
    tell(subject.file, [...path, 'onFailure'], { message, hint: place.onFailure });
  }
}

function lintButtons(subject: Subject, hint: string): void {
  for (const { step, path } of subject.sites) {
    if (step.verb !== 'do') continue;
    tell(subject.file, [...path, 'do'], { message: `"do: ${step.what}" is a button of an incident`, hint });
  }
}

function lintPhases({ runbook, file }: Subject, place: Place): void {
  for (const [index, phase] of runbook.phases.entries()) {
    if (phase.watch) {
      const message = `a phase of ${place.a} watches nothing by itself`;
      tell(file, ['phases', index, 'watch'], { message, hint: place.watch });
    }
    if (phase.at?.sign === -1) {
      const message = `${phase.at.text} is before ${place.T}`;
      tell(file, ['phases', index, 'at'], { message, hint: place.at });
    }
  }
}

/** Types and grades are what `only` tells apart; a drill has neither. */
function lintOnly({ runbook, file, sites }: Subject): void {
  const message = 'a drill has no types to tell apart';
  const hint = 'leave only out; when: tells apart what a step found out';
  for (const [index, phase] of runbook.phases.entries())
    if (phase.off !== null) tell(file, ['phases', index, 'only'], { message, hint });
  for (const { step, path } of sites) if (step.off !== null) tell(file, [...path, 'only'], { message, hint });
}
