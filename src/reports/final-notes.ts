import { type Instant, sayInstant } from '#src/base/time.ts';
import type { ReportFacts } from './facts.ts';
import { inline, page } from './markdown.ts';

/** The release notes as they were approved, with how the release ended below their title: for whoever reads only these. */
export function finalNotes(facts: ReportFacts): string {
  const [title = '', ...rest] = (facts.notes ?? `# ${inline(facts.title)}\n\nNo notes were written.`)
    .trim()
    .split('\n\n');
  return page([title, `**${status(facts)}${counted(facts)}**`, ...rest]);
}

/** How it ended, when, and why. */
function status(facts: ReportFacts): string {
  const at = (instant: Instant | null) => (instant === null ? '' : ` on ${sayInstant(instant, facts.zone)}`);
  const ended = at(facts.endedAt);
  switch (facts.status) {
    case 'completed':
      return `Final status: completed${ended}${verdict(facts)}.`;
    case 'rolled-back':
      return `Final status: rolled back${ended}. ${reason(facts)}${former(facts)}`;
    case 'aborted':
      return `Final status: aborted${ended}. ${facts.deployedAt === null ? 'Production was not changed.' : `Production had been changed${at(facts.deployedAt)}.`}`;
    default:
      return 'Not over yet: it may still be taken back.';
  }
}

/** Where the runbook says nothing about what a success is, nobody doubts it either. */
function verdict({ verdict: found }: ReportFacts): string {
  return found === null || found.lines.length === 0 ? '' : `, verdict ${found.verdict}`;
}

function reason({ rollback }: ReportFacts): string {
  if (rollback === null) return '';
  const by = rollback.who === null ? 'by itself' : `decided by ${inline(rollback.who)}`;
  return `Why: ${inline(rollback.reason)} (${by}).`;
}

/** The notes are approved as they stand, and production may have changed since they were drafted. */
function counted({ countedFrom }: ReportFacts): string {
  if (countedFrom === null) return '';
  const { notes, production } = countedFrom;
  return ` Counted from ${inline(notes)}; production had ${inline(production)} by then, so some of this may not be new there.`;
}

function former({ previousVersion, deployedAt }: ReportFacts): string {
  if (deployedAt === null) return ' Production was not changed.';
  return previousVersion === null ? '' : ` The version before it: ${inline(previousVersion)}.`;
}
