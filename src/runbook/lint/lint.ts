import { lintDocuments } from './documents.ts';
import { lintMoments } from './moments.ts';
import { lintOrder } from './order.ts';
import { lintPeople } from './people.ts';
import { lintPhases } from './phases.ts';
import type { Subject } from './site.ts';
import { lintSteps } from './steps.ts';
import { lintTemplates } from './templates.ts';
import { lintUndo } from './undo.ts';
import { lintUnkept } from './unkept.ts';
import { lintWayBack } from './way-back.ts';

/** Judges what a release of one type and strategy means, beyond its grammar. Problems are added to the files' contexts. */
export function lintRelease(subject: Subject): void {
  lintPhases(subject);
  lintSteps(subject);
  lintPeople(subject);
  lintOrder(subject);
  lintUndo(subject);
  lintUnkept(subject);
  lintWayBack(subject);
  lintDocuments(subject);
  lintMoments(subject);
  lintTemplates(subject);
}
