import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Escalation } from '#src/domain/runbook/model/incident.ts';
import { requestPages } from './paging.ts';

/** When each rule of the chain that has not been used yet comes due, by its number. */
export function escalationsDue(run: IncidentRun): readonly { readonly rule: number; readonly at: Instant }[] {
  if (run.status === 'resolved') return [];
  return run.runbook.escalation.flatMap((rule, index) => {
    const isFor = rule.grades.length === 0 || rule.grades.includes(run.severity);
    const used = run.escalated.some(one => one.rule === index && one.at >= countedFrom(run, rule));
    return isFor && !used && !isMet(run, rule) ? [{ rule: index, at: countedFrom(run, rule) + rule.afterMs }] : [];
  });
}

function countedFrom(run: IncidentRun, rule: Escalation): Instant {
  switch (rule.without) {
    case 'update':
      return Math.max(run.cadence.lastAt, run.openedAt);
    case 'mitigated':
      return Math.max(activeAgainAt(run), run.openedAt);
    default:
      return run.openedAt;
  }
}

/** When what had been called mitigated was active again; 0: never. */
function activeAgainAt({ statuses }: IncidentRun): Instant {
  const again = statuses.findLast(
    (one, index) => one.status === 'investigating' && statuses[index - 1]?.status === 'mitigated',
  );
  return again?.at ?? 0;
}

/** What the rule waits for has come. An update never stays: the next one is waited for as well. */
function isMet(run: IncidentRun, rule: Escalation): boolean {
  switch (rule.without) {
    case 'acknowledged':
      return Object.values(run.pages).some(page => (page.acknowledgedAt ?? 0) >= run.openedAt);
    case 'commander':
      return run.commander !== null;
    case 'mitigated':
      return run.mitigatedAt !== null;
    case 'update':
      return false;
  }
}

/** The next of the chain is called, unless what it waits for has come. */
export function escalate(draft: Draft, number: number, now: Instant): void {
  const run = draft.incident;
  const rule = run.runbook.escalation[number];
  const due = escalationsDue(run).find(one => one.rule === number);
  if (!rule || !due || due.at > now) return;
  const says = `${WITHOUT[rule.without]} for ${sayDuration(now - countedFrom(run, rule))}`;
  draft.add(fact('incident.escalated', { rule: number, without: rule.without, roles: [...rule.page], says }), BOT);
  for (const one of requestPages(draft.incident, rule.page, says)) draft.add(one, BOT);
}

const WITHOUT: { readonly [what in Escalation['without']]: string } = {
  acknowledged: 'nobody acknowledged',
  commander: 'nobody has command',
  update: 'no update',
  mitigated: 'not mitigated',
};
