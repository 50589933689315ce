import { sayInstant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { gradeOf } from '#src/domain/incident/grade.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { LogBook } from './log-book.ts';
import { hasSecondWay, reachOf } from './reach.ts';
import type { Scene } from './scene.ts';

/** What happened to an incident, as a line of the report; null: it is no news. */
export function incidentLine(run: IncidentRun, fact: Fact): string | null {
  const page = (id: string) => `page ${id} (${run.pages[id]?.roles.join(', ') ?? ''})`;
  switch (fact.type) {
    case 'incident.declared':
      return `DECLARED as ${fact.data.severity}; ${fact.data.commander ?? 'nobody'} has command${held(run)}`;
    case 'incident.severity-set':
      return `the severity is ${fact.data.severity} now, it was ${fact.data.from}${held(run)}`;
    case 'incident.suggested':
      return `suggests ${fact.data.severity}: ${fact.data.says}`;
    case 'incident.commander-set':
      return `${fact.data.user} has command`;
    case 'handover.offered':
      return `command is offered to ${fact.data.to}: ${fact.data.brief.replaceAll('\n', ' / ')}`;
    case 'incident.escalated':
      return `ESCALATES to ${fact.data.roles.join(', ')}: ${fact.data.says}`;
    case 'incident.update-due':
      return `an update is due: ${fact.data.says}`;
    case 'incident.update-missed':
      return `THE UPDATE IS MISSED: ${fact.data.says}`;
    case 'page.requested':
      return `${page(fact.data.page)} is requested from ${fact.data.key}: ${fact.data.why}`;
    case 'page.accepted':
      return `${page(fact.data.page)} is accepted by the provider; nobody has it yet`;
    case 'page.ringing':
      return `${page(fact.data.page)} rings: ${fact.data.says}`;
    case 'page.acknowledged':
      return `${page(fact.data.page)} is ${fact.data.says}`;
    case 'page.failed':
      return `${page(fact.data.page)} FAILED: ${fact.data.says}`;
    case 'page.fallback': {
      const whom = [...fact.data.users, ...fact.data.mails].join(', ');
      return `second way for ${page(fact.data.page)}, ${fact.data.says}: ${whom === '' ? 'there is nobody' : whom}`;
    }
    case 'page.resolved':
      return `${page(fact.data.page)}: ${fact.data.says}`;
    case 'action.taken':
      return `ACTION: ${fact.data.title}${fact.data.suspect === null ? '' : `, on ${fact.data.suspect}`}`;
    case 'action.done':
      return `the action ended: ${fact.data.says}`;
    case 'action.undoing':
      return 'the action is being undone';
    case 'action.undone':
      return `the action is undone: ${fact.data.says}`;
    case 'action.accepted-as-lasting':
      return `the action is accepted as lasting: ${fact.data.reason}`;
    case 'incident.mitigated':
      return 'MITIGATED';
    case 'incident.reactivated':
      return `ACTIVE AGAIN: ${fact.data.reason}`;
    case 'incident.resolve-refused':
      return `may not be resolved yet: ${fact.data.reasons.map(one => `${one.says} ${one.way}`).join(' / ')}`;
    case 'incident.resolved':
      return `RESOLVED: ${fact.data.summary}`;
    case 'incident.reopened':
      return `REOPENED: ${fact.data.reason}`;
    case 'postmortem.assigned':
      return `the postmortem is ${fact.data.owner ?? 'nobody'}'s${due(run, fact.data.dueAt)}`;
    case 'postmortem.drafted':
      return `the postmortem draft ${fact.data.name} is written; it stands at the end`;
    default:
      return null;
  }
}

function held(run: IncidentRun): string {
  return gradeOf(run)?.holdsReleases ? '; releases of the product are held' : '';
}

function due(run: IncidentRun, at: number | null): string {
  return at === null ? '' : `, due ${sayInstant(at, run.runbook.product.timezone)}`;
}

/** What a team would find out at night: a call that reaches nobody, figures that cannot be measured. */
export function incidentProblems(book: LogBook, run: IncidentRun, fact: Fact, { story }: Scene): void {
  switch (fact.type) {
    case 'incident.declared':
    case 'incident.severity-set':
      unreached(book, run, gradeOf(run)?.calls ?? [], `A ${run.severity}`);
      return silent(book, run);
    case 'incident.escalated':
      return unreached(book, run, fact.data.roles, `The chain (${fact.data.without})`);
    case 'page.fallback': {
      const { page, says } = fact.data;
      const roles = run.pages[page]?.roles ?? [];
      const why = `${says}, and there is no second way`;
      if (!hasSecondWay(run, roles))
        book.problem(`A page for ${roles.join(', ')} is ${why}: give the role somebody in Slack, or a mail address.`);
      return;
    }
    case 'page.failed':
      if (story !== 'pager-down') book.problem(`A page failed: ${fact.data.says}`);
      return;
    case 'metric.warned':
      if (fact.data.says.includes('cannot be measured')) book.problem(fact.data.says);
      return;
    default:
      return;
  }
}

/** A grade that is to wake somebody wakes nobody. */
function silent(book: LogBook, run: IncidentRun): void {
  const grade = gradeOf(run);
  if (!grade?.page || grade.calls.some(role => reachOf(run, role) === 'phone')) return;
  const roles = grade.calls.filter(role => role !== 'commander').join(', ');
  const where = run.service === null ? ' when no service is named' : '';
  book.problem(
    `A ${grade.name} pages, and no phone rings${where}: none of ${roles === '' ? 'its calls' : roles} has a pager.`,
  );
}

function unreached(book: LogBook, run: IncidentRun, roles: readonly string[], who: string): void {
  for (const role of roles)
    if (reachOf(run, role) === 'nobody')
      book.problem(`${who} calls ${role}, and nobody is reached: the role has neither a pager nor anybody in Slack.`);
}
