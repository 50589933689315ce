import type { Verb } from '#src/domain/runbook/model/step.ts';
import { tell } from '../resolve/context.ts';
import type { Subject } from './site.ts';

/** What reads well and belongs into the other kind of runbook. */
export function lintMisplaced(subject: Subject): void {
  if (subject.runbook.kind === 'release') {
    for (const { step, path } of subject.sites) {
      if (step.verb !== 'do') continue;
      const hint = 'write a confirm step; to page somebody write page:';
      tell(subject.file, [...path, 'do'], { message: `"do: ${step.what}" is a button of an incident`, hint });
    }
    return;
  }
  lintPhases(subject);
  for (const { step, path } of subject.sites) {
    const instead = INSTEAD[step.verb];
    if (instead !== undefined)
      tell(subject.file, [...path, step.verb], { message: `"${step.verb}" belongs to a release`, hint: instead });
    if (step.onFailure === 'rollback' || step.onFailure === 'abort') {
      const message = `an incident has no ${step.onFailure} to turn to`;
      const hint = 'write pause or continue; a release is taken back by an action with rollback: suspect';
      tell(subject.file, [...path, 'onFailure'], { message, hint });
    }
  }
}

const INSTEAD: { readonly [verb in Verb]?: string } = {
  version: 'start a release from here with start:',
  'release-notes': 'start a release from here with start:',
  tag: 'start a release from here with start:',
  shift: 'write the command with run:, in an action with its undo',
  approve: 'nobody is waited for in an incident; write confirm: with the role that decides',
  report: 'the postmortem is drafted by itself; name its sections under postmortem:',
};

function lintPhases({ runbook, file }: Subject): void {
  for (const [index, phase] of runbook.phases.entries()) {
    if (phase.watch) {
      const hint = 'name metrics under resolve.stable, or write a watch step';
      tell(file, ['phases', index, 'watch'], { message: 'a phase of an incident watches nothing by itself', hint });
    }
    if (phase.at?.sign === -1) {
      const hint = 'T is the declaration: write T+15m, or leave it out';
      tell(file, ['phases', index, 'at'], { message: `${phase.at.text} is before the incident is declared`, hint });
    }
  }
}
