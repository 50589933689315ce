import { sayDuration } from '#src/base/time.ts';
import type { Escalation, Grade, IncidentAction } from '#src/domain/runbook/model/incident.ts';
import type { Role } from '#src/domain/runbook/model/product.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { offers } from '../offers.ts';
import { describeStep } from './describe.ts';
import { fill, scopeOfIncident } from './fill.ts';
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

export type PlannedIncidentStep = {
  readonly title: string;
  readonly who: readonly Party[];
  readonly does: string;
  readonly details: readonly string[];
};

export type PlannedAction = {
  readonly title: string;
  readonly who: readonly Party[];
  readonly grades: readonly string[];
  readonly reasonRequired: boolean;
  /** In a sentence, where it is not steps. */
  readonly does: string | null;
  readonly steps: readonly PlannedIncidentStep[];
  readonly undo: readonly PlannedIncidentStep[];
};

export type IncidentPlan = {
  readonly title: string;
  readonly environment: string;
  readonly grades: readonly PlannedGrade[];
  /** Titles of the metrics read as long as it is open. */
  readonly measured: readonly string[];
  readonly phases: readonly {
    readonly title: string;
    readonly grades: readonly string[];
    readonly steps: readonly PlannedIncidentStep[];
  }[];
  readonly actions: readonly PlannedAction[];
  readonly closing: readonly string[];
  readonly postmortem: { readonly sections: readonly string[]; readonly reviewers: readonly Party[] };
  readonly files: IncidentRunbook['files'];
};

/** What would happen on declaring each grade, without doing anything: who hears of it, when, and what can be done. Pure. */
export function planIncident(runbook: IncidentRunbook): IncidentPlan {
  const { product, resolve, postmortem, grades } = runbook;
  const measured = new Set([
    ...grades.flatMap(grade => grade.suggest.map(one => one.metric)),
    ...(resolve.stable?.metrics ?? []),
  ]);
  return {
    title: runbook.title,
    environment: runbook.environment,
    grades: grades.map(grade => planGrade(runbook, grade)),
    measured: [...measured].map(name => product.metrics[name]?.title ?? name),
    phases: runbook.phases.map(phase => planPhase(runbook, phase)),
    actions: runbook.actions.map(action => planAction(runbook, action)),
    closing: closingOf(runbook),
    postmortem: { sections: postmortem.sections, reviewers: partiesOf(runbook, postmortem.reviewers) },
    files: runbook.files,
  };
}

function planGrade(runbook: IncidentRunbook, grade: Grade): PlannedGrade {
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

function planPhase(runbook: IncidentRunbook, { title, grades, steps }: Phase): IncidentPlan['phases'][number] {
  return { title, grades, steps: steps.map(step => planStep(runbook, step)) };
}

function planStep(runbook: IncidentRunbook, step: Step): PlannedIncidentStep {
  const scope = scopeOfIncident(runbook);
  const { does, details } = describeStep({ runbook, scope, step, fromT: null });
  return { title: fill(step.title, scope), who: partiesOf(runbook, step.roles), does, details };
}

function planAction(runbook: IncidentRunbook, action: IncidentAction): PlannedAction {
  const { does } = action;
  const planned = (steps: readonly Step[]) => steps.map(step => planStep(runbook, step));
  return {
    title: action.title,
    who: partiesOf(runbook, action.roles.length > 0 ? action.roles : ['commander']),
    grades: runbook.grades.filter(grade => offers(grade, action)).map(grade => grade.name),
    reasonRequired: action.reasonRequired,
    does: sayDoes(does),
    steps: does.kind === 'steps' ? planned(does.steps) : [],
    undo: does.kind === 'steps' ? planned(does.undo) : [],
  };
}

function sayDoes(does: IncidentAction['does']): string | null {
  switch (does.kind) {
    case 'steps':
      return null;
    case 'rollback-suspect':
      return 'takes a recent release back, by its own rollback';
    case 'pause-suspect':
      return 'makes the releases on their way stand still';
    case 'start':
      return `starts ${does.start.what}`;
  }
}

const REQUIRED: { readonly [what in IncidentRunbook['resolve']['require'][number]]: string } = {
  impact: 'the impact is written down',
  'no-active-workaround': 'every action is undone or accepted as lasting',
  'followups-owned': 'every follow-up has an owner',
  'postmortem-owner': 'somebody owns the postmortem',
};

function closingOf({ resolve, product }: IncidentRunbook): readonly string[] {
  const { stable, require } = resolve;
  const titles = (stable?.metrics ?? []).map(name => product.metrics[name]?.title ?? name);
  return [
    ...(stable ? [`${sayDuration(stable.forMs)} in the green without a gap: ${titles.join(', ')}`] : []),
    ...require.map(what => REQUIRED[what]),
  ];
}
