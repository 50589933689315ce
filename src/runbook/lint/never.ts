import type { ApproveVerb, WatchVerb } from '#src/domain/runbook/model/step.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import type { Site, Subject } from './site.ts';

/** What reads well and can never come true: found before somebody waits for it at night. */

/** A phase that is not over when the gate is asked cannot be what the gate waits for. */
export function lintGate(subject: Subject, { path, section }: Site, step: ApproveVerb): void {
  const phases = subject.runbook.phases.map(phase => phase.id);
  for (const [index, { fact }] of step.requires.entries()) {
    const place = fact.startsWith('phase.') ? phases.indexOf(fact.slice('phase.'.length)) : -1;
    if (place < 0 || place < phases.indexOf(section)) continue;
    tell(subject.file, [...path, 'approve', 'requires', index], {
      message: `${fact} can never hold here: that phase is not over when this approval is asked for`,
      hint: 'name an earlier phase; green says that nothing before this stands open or failed',
    });
  }
  if (step.anyOf.length === 0 || Object.keys(step.quorum).length === 0) return;
  tell(subject.file, [...path, 'approve', 'anyOf'], {
    message: 'anyOf and roles stand here together: anyOf alone would count',
    hint: 'keep roles where all of them are asked, anyOf where one of them is enough',
  });
}

/** Ended as soon as its step is over: one that is over already would end it at once. */
export function lintBackground(subject: Subject, site: Site, until: string): void {
  const here = subject.sites.indexOf(site);
  const there = subject.sites.findIndex(one => one.step.id === until);
  if (there < 0 || there > here) return;
  tell(subject.file, [...site.path, 'background', 'until'], {
    message: `"${until}" is over before this command starts`,
    hint: 'name a later step',
  });
}

export function lintWatch(subject: Subject, path: Path, { forMs, atMostMs }: WatchVerb): void {
  if (atMostMs === null || atMostMs >= forMs) return;
  tell(subject.file, [...path, 'atMost'], {
    message: 'atMost is over before the figures can have been green for so long',
    hint: 'make it longer than for',
  });
}
