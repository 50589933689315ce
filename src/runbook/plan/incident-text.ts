import type { PlannedGrade } from './grade.ts';
import type { IncidentPlan, PlannedAction, PlannedIncidentStep } from './incident.ts';
import { commonest, sayWho } from './people.ts';
import { section } from './text.ts';

/** The plan of an incident for people to read: what declaring each grade does, then what there is to do. */
export function incidentPlanText(plan: IncidentPlan): string {
  const lines = (texts: readonly string[]) => texts.map(text => `  ${text}`);
  const { sections, reviewers } = plan.postmortem;
  const postmortem = [
    ...(sections.length > 0 ? [`sections: ${sections.join(', ')}`] : []),
    ...(reviewers.length > 0 ? [`read by ${sayWho(reviewers)}`] : []),
  ];
  return [
    `${plan.title} · ${plan.environment}`,
    ...plan.grades.flatMap(gradeLines),
    ...section('Measured as long as it is open', lines(plan.measured)),
    ...plan.phases.flatMap(({ title, grades, steps }) => {
      const who = sayWho(commonest(steps.map(step => step.who)));
      return section(
        `${title}${only(grades)} · ${who}`,
        steps.flatMap(step => stepLines(step, '  ', who)),
      );
    }),
    ...plan.actions.flatMap(actionLines),
    ...section('Closed by', lines(plan.closing)),
    ...section('Postmortem', lines(postmortem)),
    ...section('Files', lines(plan.files.map(({ path, hash }) => `${path} sha256 ${hash.slice(0, 12)}`))),
    '',
  ].join('\n');
}

function gradeLines(grade: PlannedGrade): readonly string[] {
  const lines = [
    grade.criteria,
    ...grade.suggestedWhen.map(said => `suggested when ${said}`),
    grade.pages.length > 0 ? `pages at once: ${grade.pages.join('; ')}` : 'pages nobody',
    ...(grade.told.length > 0 ? [`told at once: ${sayWho(grade.told)}`] : []),
    `shown in: ${grade.channel}`,
    grade.updates === null ? 'nobody is reminded of updates' : `updates: ${grade.updates}`,
    ...grade.escalation,
    ...(grade.buttons.length > 0 ? [`buttons: ${grade.buttons.join(', ')}`] : []),
    ...(grade.holdsReleases ? ['holds every release of the product back'] : []),
    ...(grade.postmortem === null ? [] : [`postmortem due within ${grade.postmortem}`]),
  ];
  const title = grade.title === grade.name ? grade.name : `${grade.name} · ${grade.title}`;
  return section(
    title,
    lines.map(line => `  ${line}`),
  );
}

function actionLines(action: PlannedAction): readonly string[] {
  const marks = [...action.grades, ...(action.reasonRequired ? ['with a reason'] : [])];
  const who = sayWho(action.who);
  return section(`Button: ${action.title} · ${who}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`, [
    ...(action.does === null ? [] : [`  ${action.does}`]),
    ...action.steps.flatMap(step => stepLines(step, '  ', who)),
    ...(action.undo.length > 0 ? ['  undone by', ...action.undo.flatMap(step => stepLines(step, '    ', who))] : []),
  ]);
}

/** `said`: whoever is named above already is not named again. */
export function stepLines(step: PlannedIncidentStep, indent: string, said: string): readonly string[] {
  const { title, does, details } = step;
  const who = sayWho(step.who);
  const inside = [...(does === title ? [] : [does]), ...details.filter(detail => detail !== title)];
  return [`${indent}- ${title}${who === said ? '' : ` · ${who}`}`, ...inside.map(line => `${indent}    ${line}`)];
}

function only(grades: readonly string[]): string {
  return grades.length > 0 ? ` (only ${grades.join(', ')})` : '';
}
