import { sayDuration, sayInstant } from '#src/base/time.ts';
import { sayFromT } from './describe.ts';
import { sayWho } from './people.ts';
import type { Moment, Plan, PlannedCheckpoint, PlannedPhase, PlannedStep } from './plan.ts';

/** The plan for people to read: in a terminal, or in a Slack message between code fences. */
export function planText(plan: Plan): string {
  const T = plan.T === null ? 'open: the moment the last approval before it passes' : sayInstant(plan.T, plan.zone);
  const inputs = plan.inputs.map(({ name, value }) => `${name} = ${value}`).join(', ');
  return [
    `${plan.title} · ${plan.type} · ${plan.strategy}`,
    `T: ${T}`,
    ...windowLines(plan),
    ...(inputs === '' ? [] : [`Inputs: ${inputs}`]),
    ...plan.phases.flatMap(phase => ['', ...phaseLines(plan, phase)]),
    ...rollbackLines(plan),
    ...section(
      'By itself',
      plan.byItself.map(line => `  ${line}`),
    ),
    ...section(
      'However it ends',
      plan.closing.flatMap(step => stepLines(plan, step)),
    ),
    ...section(
      'A success, if',
      plan.success.map(line => `  ${line}`),
    ),
    ...section(
      'Published',
      plan.events.map(({ moment, names }) => `  ${moment}: ${names.join(', ')}`),
    ),
    ...section(
      'Files',
      plan.files.map(({ path, hash }) => `  ${path} sha256 ${hash.slice(0, 12)}`),
    ),
    '',
  ].join('\n');
}

/** When production may be touched, and a warning where what has to be waited for is longer than that. */
function windowLines({ window, zone }: Plan): readonly string[] {
  if (window === null) return [];
  const { opens, closes, closed, needsMs } = window;
  const until = closes === null ? '' : ` until ${sayInstant(closes, zone)}`;
  const when = opens === null ? 'does not open by itself' : `open ${sayInstant(opens, zone)}${until}`;
  const why = closed === null ? '' : `; at the time planned it is ${closed}`;
  const tight = opens !== null && closes !== null && needsMs > closes - opens;
  const warning = `Warning: soaks and pauses take ${sayDuration(needsMs)}, longer than that window`;
  return [`Window: ${when}${why}`, ...(tight ? [warning] : [])];
}

/** A headed part; nothing where it is empty. */
export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function phaseLines(plan: Plan, phase: PlannedPhase): readonly string[] {
  const marks = [
    ...(phase.touchesProduction ? ['changes production'] : []),
    ...(phase.watches.length > 0 ? [`watches ${phase.watches.join(', ')}`] : []),
  ];
  const head = `${phase.title} · ${sayMoment(plan, phase, phase.offset)} · ${sayWho(phase.who)}`;
  if (phase.off !== null) return [`${phase.title} · off: ${phase.off}`];
  return [
    head,
    ...marks.map(mark => `  (${mark})`),
    ...phase.steps.flatMap((step, index) => stepLines(plan, step, phase.steps[index - 1] ?? phase)),
    ...checkpointLines(phase.checkpoint),
  ];
}

/** The time is said where it changes. */
function stepLines(plan: Plan, step: PlannedStep, before?: Moment): readonly string[] {
  if (step.off !== null) return [`  - ${step.title} (off: ${step.off})`];
  const when = step.fromT === null || step.fromT === before?.fromT ? '' : ` · ${sayMoment(plan, step, null)}`;
  const does = step.does === step.title ? [] : [`      ${step.does}`];
  return [`  - ${step.title} · ${sayWho(step.who)}${when}`, ...does, ...step.details.map(detail => `      ${detail}`)];
}

function checkpointLines(checkpoint: PlannedCheckpoint | null): readonly string[] {
  if (!checkpoint) return [];
  return [`  = ${checkpoint.says}`, ...checkpoint.items.map(item => `      [ ] ${item}`)];
}

function rollbackLines(plan: Plan): readonly string[] {
  if (!plan.rollback) return section('Rollback', ['  none: nothing in this run can be taken back by a button']);
  const { reasons, steps, checkpoint } = plan.rollback;
  const lines = [
    ...reasons.map(reason => `  reason: ${reason}`),
    ...steps.flatMap(step => stepLines(plan, step)),
    ...checkpointLines(checkpoint),
  ];
  return section('Rollback', lines);
}

function sayMoment(plan: Plan, moment: Moment, offset: string | null): string {
  if (moment.at !== null && moment.fromT !== null) {
    const late = offset !== null && moment.at === plan.now && plan.T !== null ? ', at once' : '';
    return `${sayInstant(moment.at, plan.zone)} (${offset ?? sayFromT(moment.fromT)}${late})`;
  }
  if (moment.fromT !== null) return `from ${sayFromT(moment.fromT)}`;
  return offset === null ? 'as soon as it is reached' : `${offset}: at once while T is open`;
}
