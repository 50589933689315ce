import { suggest } from '#src/base/nearest.ts';
import { tell } from '../resolve/context.ts';
import type { ReleaseSubject } from './site.ts';

const FIXED = [
  'wave.each',
  'run.paused',
  'run.resumed',
  'run.completed',
  'run.rolledback',
  'run.aborted',
  'rollback.started',
];

/** `events` and `success` speak of moments and steps that exist. */
export function lintMoments(subject: ReleaseSubject): void {
  const { events, success, phases } = subject.runbook;
  const steps = subject.sites.map(site => site.step.id).filter(id => !id.includes('.'));
  const moments = [
    ...FIXED,
    ...phases.flatMap(phase => [`${phase.id}.started`, `${phase.id}.done`]),
    ...[...steps, ...subject.everyId].flatMap(id => [`${id}.done`, `${id}.failed`]),
  ];
  for (const { moment } of events) {
    if (moments.includes(moment)) continue;
    tell(subject.file, ['events', moment], {
      message: `there is no moment "${moment}"`,
      hint: suggest(moment, moments),
    });
  }
  for (const [index, { condition }] of success.entries()) {
    if (condition.kind !== 'passed') continue;
    for (const id of condition.steps.filter(one => !steps.includes(one))) {
      tell(subject.file, ['success', index, 'passed'], {
        message: `there is no step "${id}"`,
        hint: suggest(id, steps),
      });
    }
  }
}
