import { sayDuration } from '#src/base/time.ts';
import type { Escalation, Grade } from '#src/domain/runbook/model/incident.ts';
import type { Role } from '#src/domain/runbook/model/product.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { offers } from '#src/domain/runbook/offers.ts';
import { type Party, partiesOf } from './people.ts';
import { sayCondition } from './say-condition.ts';

/** What declaring one grade would do. */
export type PlannedGrade = Pick<Grade, 'name' | 'title' | 'criteria' | 'holdsReleases'> & {
  readonly suggestedWhen: readonly string[];
  /** Which routing key rings for which services; empty: nobody is paged. */
  readonly pages: readonly string[];
  readonly told: readonly Party[];
  readonly channel: string;
  /** When an update is due and missed; null: nobody is reminded. */
  readonly updates: string | null;
  readonly escalation: readonly string[];
  /** Titles of the buttons, in the order of the file; the one put forward says so. */
  readonly buttons: readonly string[];
  readonly postmortem: string | null;
};

export function planGrade(runbook: IncidentRunbook, grade: Grade): PlannedGrade {
  const { name, title, criteria, holdsReleases, cadence } = grade;
  const { metrics } = runbook.product;
  return {
    name,
    title,
    criteria,
    holdsReleases,
    suggestedWhen: grade.suggest.flatMap(one => {
      const metric = metrics[one.metric];
      return metric ? [sayCondition(metric, one.condition, one.forMs)] : [];
    }),
    pages: grade.page ? pagersOf(runbook) : [],
    told: partiesOf(runbook, grade.calls),
    channel: grade.channel ?? 'incidents',
    updates: cadence && `every ${sayDuration(cadence.dueMs)}, missed after ${sayDuration(cadence.missedMs)}`,
    escalation: runbook.escalation.filter(line => isFor(line, grade)).map(line => sayEscalation(runbook, line)),
    buttons: runbook.actions
      .filter(action => offers(grade, action))
      .map(({ id, title: button }) => (id === grade.first ? `${button} (put forward)` : button)),
    postmortem: grade.postmortem?.text ?? null,
  };
}

/** `PAGERDUTY_ROUTING_KEY for shop, till` */
function pagersOf({ product: { services } }: IncidentRunbook): readonly string[] {
  const byKey = new Map<string, string[]>();
  for (const [name, service] of Object.entries(services)) {
    const key = service.pager ?? services['default']?.pager ?? null;
    const said = key === null ? 'nobody' : `the pager of ${key}`;
    byKey.set(said, [...(byKey.get(said) ?? []), name]);
  }
  return [...byKey].map(([key, names]) => `${key} for ${names.join(', ')}`);
}

function isFor({ grades }: Escalation, { name }: Grade): boolean {
  return grades.length === 0 || grades.includes(name);
}

function sayEscalation(runbook: IncidentRunbook, { afterMs, without, page }: Escalation): string {
  const ways = partiesOf(runbook, page).map(({ role, title, people }) => {
    return sayWay([title, ...people].join(' '), runbook.product.roles[role]);
  });
  return `after ${sayDuration(afterMs)} without ${WITHOUT[without]}: ${ways.join(', ')}`;
}

/** Only what rings is called a page. Of the owner of a service and of whoever leads no phone is known here. */
function sayWay(who: string, role: Role | undefined): string {
  if (role?.pager) return `page ${who} by ${role.pager}`;
  return role?.onCall ? `page ${who} by the pager of the service` : `direct message to ${who}`;
}

const WITHOUT: { readonly [what in Escalation['without']]: string } = {
  acknowledged: 'anybody who acknowledges',
  commander: 'a commander',
  update: 'an update',
  mitigated: 'an end for users',
};
