import { lintActions } from './actions.ts';
import { lintAgain } from './again.ts';
import { lintChanged } from './changed.ts';
import { lintCommit } from './commit.ts';
import { lintDocuments } from './documents.ts';
import { lintGrades } from './grades.ts';
import { lintMisplaced } from './misplaced.ts';
import { lintMoments } from './moments.ts';
import { lintOrder } from './order.ts';
import { lintOverdue } from './overdue.ts';
import { lintPeople } from './people.ts';
import { lintPhases, lintType } from './phases.ts';
import { lintRecords } from './records.ts';
import { lintResolve } from './resolve.ts';
import type { DrillSubject, IncidentSubject, ReleaseSubject, Subject } from './site.ts';
import { lintSteps } from './steps.ts';
import { lintStretches } from './stretch.ts';
import { lintIncidentTemplates, lintReleaseTemplates, lintTemplates } from './templates.ts';
import { lintUndo, lintWatchOnTheWayBack } from './undo.ts';
import { lintNeeds, lintUnkept } from './unkept.ts';
import { lintVersion } from './version.ts';
import { lintWayBack } from './way-back.ts';

/** Judges what a release of one type and strategy means, beyond its grammar. Problems are added to the files' contexts. */
export function lintRelease(subject: ReleaseSubject): void {
  lintShared(subject);
  lintType(subject);
  lintUndo(subject);
  lintWatchOnTheWayBack(subject);
  lintStretches(subject);
  lintNeeds(subject);
  lintChanged(subject);
  lintCommit(subject);
  lintVersion(subject);
  lintWayBack(subject);
  lintDocuments(subject);
  lintMoments(subject);
  lintReleaseTemplates(subject);
  lintMisplaced(subject);
}

/** Judges what an incident's file means, and what the product's grades say about it. */
export function lintIncident(subject: IncidentSubject): void {
  lintShared(subject);
  lintActions(subject);
  lintGrades(subject);
  lintResolve(subject);
  lintIncidentTemplates(subject);
  lintMisplaced(subject);
}

/** Judges what a drill's file means. */
export function lintDrill(subject: DrillSubject): void {
  lintShared(subject);
  lintRecords(subject);
  lintOverdue(subject);
  lintMisplaced(subject);
}

function lintShared(subject: Subject): void {
  lintPhases(subject);
  lintSteps(subject);
  lintPeople(subject);
  lintOrder(subject);
  lintUnkept(subject);
  lintAgain(subject);
  lintTemplates(subject);
}
