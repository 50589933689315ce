import { sayDuration } from '#src/base/time.ts';
import type { IncidentAction } from '#src/domain/runbook/model/incident.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { IncidentRunbook, Runbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { offers } from '#src/domain/runbook/offers.ts';
import type { Scope } from '#src/domain/runbook/template.ts';
import { describeStep } from './describe.ts';
import { fill, scopeOfIncident } from './fill.ts';
import { type PlannedGrade, planGrade } from './grade.ts';
import { type Party, partiesOf } from './people.ts';

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

function planPhase(runbook: IncidentRunbook, { title, grades, steps }: Phase): IncidentPlan['phases'][number] {
  const scope = scopeOfIncident(runbook);
  return { title, grades, steps: steps.map(step => planStep(runbook, step, scope)) };
}

/** A step without a moment: it comes when it is reached. */
export function planStep(runbook: Runbook, step: Step, scope: Scope): PlannedIncidentStep {
  const { does, details } = describeStep({ runbook, scope, step, fromT: null });
  return { title: fill(step.title, scope), who: partiesOf(runbook, step.roles), does, details };
}

function planAction(runbook: IncidentRunbook, action: IncidentAction): PlannedAction {
  const { does } = action;
  const scope = scopeOfIncident(runbook);
  const planned = (steps: readonly Step[]) => steps.map(step => planStep(runbook, step, scope));
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
