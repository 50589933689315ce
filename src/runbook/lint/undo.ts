import { changesTheWorld } from '#src/domain/runbook/changes.ts';
import { tell } from '../resolve/context.ts';
import { isOff, type ReleaseSubject } from './site.ts';

/** What changes production has a way back, or says that there is none. */
export function lintUndo(subject: ReleaseSubject): void {
  const { rollback } = subject.runbook;
  const undone = new Set(rollback?.steps.filter(step => step.off === null).flatMap(step => step.undoes));
  for (const site of subject.sites) {
    const { step, path, phase } = site;
    if (
      isOff(site) ||
      !phase?.touchesProduction ||
      !changesTheWorld(step) ||
      step.pointOfNoReturn ||
      undone.has(step.id)
    )
      continue;
    const message = `"${step.title}" changes production and nothing undoes it`;
    const hint =
      'give it an id and a step with undoes: <id> in rollback, or say pointOfNoReturn: true; changes: nothing if it only looks';
    tell(subject.file, [...path, step.verb], { message, hint });
  }
}

/** On the way back no limit acts any more: without an end, a watch over what stays bad would wait for ever. */
export function lintWatchOnTheWayBack(subject: ReleaseSubject): void {
  for (const site of subject.sites) {
    const { step, path, section } = site;
    if (section !== 'rollback' || step.verb !== 'watch' || step.atMostMs !== null || isOff(site)) continue;
    const message = `"${step.title}" watches in the rollback and has no end`;
    const hint = 'say how long it may take, for example atMost: 1h; then people are asked';
    tell(subject.file, [...path, 'watch'], { message, hint });
  }
}
