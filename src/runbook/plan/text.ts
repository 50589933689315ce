import { sayDuration, sayInstant } from '#src/base/time.ts';
import { sayFromT } from './describe.ts';
import { commonest, sayRoles, sayWho } from './people.ts';
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
    ...(plan.people.length === 0 ? [] : [`Who: ${sayWho(plan.people)}`]),
    ...plan.phases.flatMap(phase => ['', ...phaseLines(plan, phase)]),
    ...rollbackLines(plan),
    ...section(
      'By itself',
      plan.byItself.map(line => `  ${line}`),
    ),
    ...listed(plan, 'However it ends', plan.closing),
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
  const head = `${phase.title} · ${sayMoment(plan, phase, phase.offset)} · ${sayRoles(phase.who)}`;
  if (phase.off !== null) return [`${phase.title} · off: ${phase.off}`];
  return [
    head,
    ...marks.map(mark => `  (${mark})`),
    ...phase.steps.flatMap((step, index) => {
      return stepLines(plan, step, { said: sayRoles(phase.who), before: phase.steps[index - 1] ?? phase });
    }),
    ...checkpointLines(phase.checkpoint),
  ];
}

/** Steps that stand in no phase, below whoever does most of them. */
function listed(plan: Plan, title: string, steps: readonly PlannedStep[], more: Around = {}): readonly string[] {
  const said = sayRoles(commonest(steps.filter(step => step.off === null).map(step => step.who)));
  return section(steps.length === 0 ? title : `${title} · ${said}`, [
    ...(more.above ?? []),
    ...steps.flatMap(step => stepLines(plan, step, { said })),
    ...(more.below ?? []),
  ]);
}

type Around = { readonly above?: readonly string[]; readonly below?: readonly string[] };
type Said = { readonly said: string; readonly before?: Moment };

/** Who does it and when is said where it changes. */
function stepLines(plan: Plan, step: PlannedStep, { said, before }: Said): readonly string[] {
  if (step.off !== null) return [`  - ${step.title} (off: ${step.off})`];
  const who = sayRoles(step.who) === said ? '' : ` · ${sayRoles(step.who)}`;
  const when = step.fromT === null || step.fromT === before?.fromT ? '' : ` · ${sayMoment(plan, step, null)}`;
  const does = step.does === step.title ? [] : [`      ${step.does}`];
  return [`  - ${step.title}${who}${when}`, ...does, ...step.details.map(detail => `      ${detail}`)];
}

function checkpointLines(checkpoint: PlannedCheckpoint | null): readonly string[] {
  if (!checkpoint) return [];
  return [`  = ${checkpoint.says}`, ...checkpoint.items.map(item => `      [ ] ${item}`)];
}

function rollbackLines(plan: Plan): readonly string[] {
  if (!plan.rollback) return section('Rollback', ['  none: nothing in this run can be taken back by a button']);
  const { reasons, steps, checkpoint } = plan.rollback;
  const above = reasons.map(reason => `  reason: ${reason}`);
  return listed(plan, 'Rollback', steps, { above, below: checkpointLines(checkpoint) });
}

function sayMoment(plan: Plan, moment: Moment, offset: string | null): string {
  if (moment.at !== null && moment.fromT !== null) {
    const late = offset !== null && moment.at === plan.now && plan.T !== null ? ', at once' : '';
    return `${sayInstant(moment.at, plan.zone)} (${offset ?? sayFromT(moment.fromT)}${late})`;
  }
  if (moment.fromT !== null) return `from ${sayFromT(moment.fromT)}`;
  return offset === null ? 'as soon as it is reached' : `${offset}: at once while T is open`;
}
