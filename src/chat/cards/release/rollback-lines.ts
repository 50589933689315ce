import { sayDuration } from '#src/base/time.ts';
import { rollbackSection, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { inHandStep } from '#src/domain/release/advance.ts';
import { isLocking, lockOwners } from '#src/domain/release/lock.ts';
import { when } from '../../dates.ts';
import { inert, mention } from '../../escape.ts';
import { sayRole } from '../../who.ts';
import { waitsForInHand } from './buttons.ts';

/** Why it turns round, what it waits for and how far it is. */
export function rollbackLines(run: ReleaseRun): readonly string[] {
  const { rollback } = run;
  if (rollback === null) return [];
  const by = rollback.by === null ? 'by itself' : `by ${mention(rollback.by)}`;
  const verb = rollback.finishedAt === null ? 'Rolling back' : 'Rolled back';
  const since = rollback.finishedAt === null ? `since ${when(rollback.at)}` : when(rollback.finishedAt);
  const inHand = waitsForInHand(run);
  const waits =
    inHand === null
      ? ''
      : isUnstopped(run)
        ? `“${inert(inHand)}” could not be stopped, and nobody knows whether it still runs. The rollback waits for it: look there, then press Start anyway.`
        : `“${inert(inHand)}” is still ending. The rollback begins right after it; Start anyway does not wait.`;
  const took = rollback.finishedAt === null ? '' : ` after ${sayDuration(rollback.finishedAt - rollback.at)}`;
  return [
    `*${verb}* ${since}${took}, decided ${by}: ${inert(rollback.reason)}`,
    steps(run),
    waits,
    ...(isFinal(run) ? lockLines(run) : []),
    ...unlockedLine(run),
  ];
}

/** Until somebody who answers for it says that the next release is safe, none goes to production. */
export function lockLines(run: ReleaseRun): readonly string[] {
  if (!isLocking(run)) return [];
  const owners = lockOwners(run).map(role => sayRole(run, role));
  return [
    `🔒 *Locked*: no other release of ${inert(run.runbook.product.title)} goes to production until ${owners.join(' or ')} unlocks it with a reason.`,
  ];
}

function unlockedLine({ unlocked }: ReleaseRun): readonly string[] {
  return unlocked === null
    ? []
    : [`🔓 *Unlocked* ${when(unlocked.at)} by ${mention(unlocked.by)}: ${inert(unlocked.reason)}`];
}

function isUnstopped(run: ReleaseRun): boolean {
  const step = inHandStep(run);
  return step !== null && stateOf(run, step.id).stopFailed;
}

function steps(run: ReleaseRun): string {
  const said = rollbackSection(run).steps.flatMap(step => {
    const { status } = stateOf(run, step.id);
    const sign = SIGNS[status];
    return sign === undefined ? [] : [`${inert(titleOf(run, step))}${sign}`];
  });
  return said.join(' · ');
}

/** Beside a step's title; `off` does not run and is not shown. */
const SIGNS: { readonly [status: string]: string } = {
  pending: '',
  running: ' ▶',
  waiting: ' ▶ waits for an answer',
  done: ' ✔',
  failed: ' ✖ failed',
  interrupted: ' ✖ interrupted',
  skipped: ' (skipped)',
  cancelled: ' (called off)',
};
