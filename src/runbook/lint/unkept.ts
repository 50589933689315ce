import type { Step } from '#src/domain/runbook/model/step.ts';
import { isOnlyKnownLater } from '#src/domain/runbook/needs.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { givenIds } from './known.ts';
import { isOff, type ReleaseSubject, type Subject } from './site.ts';

/** What reads well and would be passed over in silence when it runs: keys at a place where nothing asks for them. */
export function lintUnkept(subject: Subject): void {
  for (const { step, path, phase } of subject.sites) {
    if (step.each !== null && ONCE.has(step.verb)) {
      const message = `${step.verb} cannot be done once per entry of a list`;
      tell(subject.file, [...path, 'each'], { message, hint: 'write one such step for each entry, without each' });
    }
    if (step.evidence !== null && !ASKS_EVIDENCE.has(step.verb)) {
      const message = `${step.verb} asks nobody for evidence`;
      const hint = 'put evidence on a confirm or checklist step behind it, or write an attach step';
      tell(subject.file, [...path, 'evidence'], { message, hint });
    }
    if (step.changesNothing && step.verb !== 'run' && step.verb !== 'http') {
      const message =
        step.verb === 'shift' ? 'a shift moves users' : `${step.verb} starts nothing that could change something`;
      tell(subject.file, [...path, 'changes'], { message, hint: 'keep changes: nothing for run and http' });
    }
    if (step.cleanup !== null && phase === null) {
      const message = 'nothing is cleaned up here: a cleanup is done when a phase ends';
      tell(subject.file, [...path, 'cleanup'], { message, hint: 'write it as a step of its own behind this one' });
    }
    if (step.verb === 'run' && step.background !== null && (phase === null || subject.runbook.kind === 'incident')) {
      const message = 'nothing ends a background command here';
      const hint =
        'keep background for the phases of a release or drill; write a step that starts and one that ends it';
      tell(subject.file, [...path, 'background'], { message, hint });
    }
    if (step.verb === 'confirm' && step.of !== null) lintOf(subject, step.id, step.of, [...path, 'of']);
  }
  lintCheckpoints(subject);
}

/** Each of these keeps its waves, readings, votes or waiting under its own id, which two entries would share. */
const ONCE: ReadonlySet<Step['verb']> = new Set(['shift', 'watch', 'snapshot', 'approve', 'wait']);
const ASKS_EVIDENCE: ReadonlySet<Step['verb']> = new Set(['confirm', 'checklist']);

/** A step that is done is never done again, so what was confirmed of it stands; of a later one nothing is there to confirm. */
function lintOf(subject: Subject, id: string, of: string, path: Path): void {
  const order = subject.sites.map(site => site.step.id);
  if (!givenIds(subject).includes(of) || order.indexOf(of) < order.indexOf(id)) return;
  const message = `"${of}" has not run when this is confirmed`;
  tell(subject.file, path, { message, hint: 'move the confirmation behind it' });
}

/** Only a go/no-go asks outside; a checkpoint knows what the run itself knows. */
function lintCheckpoints(subject: Subject): void {
  for (const { checkpoint, path } of subject.checkpoints) {
    for (const [index, { fact }] of checkpoint.requires.entries()) {
      if (fact.startsWith('phase.') || KNOWN_INSIDE.has(fact)) continue;
      const message = `"${fact}" can only be judged at an approve step`;
      const hint = 'move it to requires of an approve step, or write a check step before this checkpoint';
      tell(subject.file, [...path, 'requires', index], { message, hint });
    }
  }
}

const KNOWN_INSIDE: ReadonlySet<string> = new Set(['green', 'documents', 'downtime']);

/** What a release type needs, and nobody would ever be asked, or asked to accept. */
export function lintNeeds({ runbook, file, sites }: ReleaseSubject): void {
  const { name, needs } = runbook.type;
  const asks = sites.some(site => site.step.verb === 'approve' && !isOff(site));
  for (const [index, need] of needs.entries()) {
    const { fact, override } = need;
    if (!asks && isOnlyKnownLater(runbook, need)) {
      const message = `"${fact}" is only known at a go/no-go, and this type has none`;
      tell(file, ['types', name, 'needs', index], { message, hint: 'add an approve step, or take it out' });
    }
    if (override === null) continue;
    tell(file, ['types', name, 'needs', index], {
      message: `nobody is asked to accept "${fact}" when the run starts, only at go/no-go`,
      hint: 'move it to requires of the approve step when the run may start without it',
      level: 'warning',
    });
  }
}
