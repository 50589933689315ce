import { addDuration, DAY, type Instant } from '#src/base/time.ts';
import type { Calendar } from '#src/domain/policy/calendar/closures.ts';
import { nextOpening, opennessAt } from '#src/domain/policy/calendar/openness.ts';
import type { Checkpoint, Phase } from '#src/domain/runbook/model/release.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import type { InputValue, Offset } from '#src/domain/runbook/model/terms.ts';
import type { Scope } from '#src/domain/runbook/template.ts';
import { judgeWhen, sayWhen } from '#src/domain/runbook/when.ts';
import { byItself } from './by-itself.ts';
import { describeStep, lastsMs } from './describe.ts';
import { fill, scopeOfPlan } from './fill.ts';
import { type Party, partiesOf, peopleOf, sayRoles } from './people.ts';

export type PlanOptions = {
  readonly inputs?: { readonly [name: string]: InputValue };
  /** Go-live; null or left out: T is the moment the last approval before it passes. */
  readonly T?: Instant | null;
  readonly now: Instant;
  /** The zone times are said in. Default: the product's. */
  readonly zone?: string;
  /** Default: that of the product's file. */
  readonly calendar?: Calendar | null;
};

/** Earliest moment: `at` where T is known, `fromT` (ms) where only the distance is; both null: as soon as it is reached. */
export type Moment = { readonly at: Instant | null; readonly fromT: number | null };

export type PlannedStep = Moment & {
  readonly id: string;
  readonly title: string;
  /** Why it will not run; null: it will, or nobody can say yet. */
  readonly off: string | null;
  readonly who: readonly Party[];
  /** What it does, in one line: the command, the call, the question. */
  readonly does: string;
  /** Waves, items, limits, conditions. */
  readonly details: readonly string[];
};

export type PlannedPhase = Moment & {
  readonly id: string;
  readonly title: string;
  readonly off: string | null;
  /** `T-24h`, where the runbook names a time. */
  readonly offset: string | null;
  readonly who: readonly Party[];
  readonly touchesProduction: boolean;
  readonly watches: readonly string[];
  readonly steps: readonly PlannedStep[];
  readonly checkpoint: PlannedCheckpoint | null;
};

export type PlannedCheckpoint = { readonly says: string; readonly items: readonly string[] };

/** When what is bound by the calendar may begin, and what does not fit into that window. */
export type PlannedWindow = {
  /** Where it is to begin, or the next opening; null: it never opens by itself. */
  readonly opens: Instant | null;
  readonly closes: Instant | null;
  /** Why it is closed then; null: it is open. */
  readonly closed: string | null;
  /** What the bound phases take at least: soaks, snapshots, pauses. */
  readonly needsMs: number;
};

export type Plan = {
  readonly product: string;
  readonly title: string;
  readonly type: string;
  readonly strategy: string;
  readonly zone: string;
  readonly now: Instant;
  readonly T: Instant | null;
  readonly inputs: readonly { readonly name: string; readonly value: string }[];
  /** Whoever it asks, by role. */
  readonly people: readonly Party[];
  /** Null: no calendar binds this run. */
  readonly window: PlannedWindow | null;
  readonly phases: readonly PlannedPhase[];
  readonly rollback: {
    readonly reasons: readonly string[];
    readonly steps: readonly PlannedStep[];
    readonly checkpoint: PlannedCheckpoint | null;
  } | null;
  readonly closing: readonly PlannedStep[];
  /** What makes the run turn back or pause without anybody asking. */
  readonly byItself: readonly string[];
  readonly success: readonly string[];
  readonly events: readonly { readonly moment: string; readonly names: readonly string[] }[];
  readonly files: ReleaseRunbook['files'];
};

/** The resolved run, without doing anything: when, who, what, and what happens by itself. Pure. */
export function plan(runbook: ReleaseRunbook, options: PlanOptions): Plan {
  const T = options.T ?? null;
  const zone = options.zone ?? runbook.product.timezone;
  const inputs = options.inputs ?? {};
  const scope = scopeOfPlan(runbook, inputs);
  const walk: Walk = { runbook, scope, T, now: options.now, cursor: T === null ? null : options.now };
  const phases = runbook.phases.map(phase =>
    planPhase(walk, phase, scopeOfPlan(runbook, inputs, phase.environment ?? undefined)),
  );
  const still: Walk = { ...walk, cursor: null };
  const { rollback } = runbook;
  return {
    product: runbook.product.name,
    title: runbook.title,
    type: runbook.type.name,
    strategy: runbook.strategy,
    zone,
    now: options.now,
    T,
    inputs: runbook.inputs.map(({ name, changed }) => ({
      name,
      value: scope(`inputs.${name}`) === undefined ? unanswered(changed) : fill(`\${{ inputs.${name} }}`, scope),
    })),
    people: peopleOf(runbook),
    window: windowOf(runbook, phases, options),
    phases,
    rollback: rollback
      ? {
          reasons: rollback.reasons,
          steps: rollback.steps.map(step => planStep(still, step)),
          checkpoint: planCheckpoint(walk, rollback.checkpoint),
        }
      : null,
    closing: runbook.finally.map(step => planStep(still, step)),
    byItself: byItself(runbook),
    success: runbook.success.map(line => line.says),
    events: runbook.events.map(({ moment, names }) => ({ moment, names })),
    files: runbook.files,
  };
}

function unanswered(changed: readonly string[]): string {
  return changed.length === 0 ? 'asked at the start' : `yes if git shows a change in ${changed.join(' or ')}`;
}

function windowOf(
  runbook: ReleaseRunbook,
  phases: readonly PlannedPhase[],
  { now, calendar: given }: PlanOptions,
): PlannedWindow | null {
  const { product } = runbook;
  const bound = runbook.phases.filter((phase, index) => {
    const touched = phase.touchesProduction ? 'production' : phase.touches;
    return touched !== undefined && product.environments[touched]?.calendar === true && phases[index]?.off === null;
  });
  const { rules } = product.calendar;
  const calendar = given ?? (rules ? { zone: product.timezone, rules } : null);
  if (bound.length === 0 || calendar === null) return null;
  const at = phases.find(one => one.id === bound[0]?.id)?.at ?? now;
  const { closures } = opennessAt(calendar, at);
  const opens = nextOpening(calendar, at);
  const steps = bound.flatMap(phase => phase.steps.filter(step => step.off === null));
  return {
    opens,
    closes: opens === null ? null : opennessAt(calendar, opens).until,
    closed: closures.length === 0 ? null : closures.map(one => one.says).join('; '),
    needsMs: steps.reduce((total, step) => total + lastsMs(step), 0),
  };
}

/** `cursor`: the earliest moment reached so far; an instant where T is known, else milliseconds from T. */
type Walk = {
  readonly runbook: ReleaseRunbook;
  readonly scope: Scope;
  readonly T: Instant | null;
  readonly now: Instant;
  cursor: number | null;
};

/** `scope`: what is known in the phase's environment. */
function planPhase(walk: Walk, phase: Phase, scope: Scope): PlannedPhase {
  const inside: Walk = { ...walk, scope };
  const off = phase.off ?? whyNot(inside, phase.when);
  if (off === null) inside.cursor = begin(walk, phase.at);
  const planned: PlannedPhase = {
    id: phase.id,
    title: phase.title,
    off,
    offset: phase.at?.text ?? null,
    ...momentOf(inside, off),
    who: partiesOf(walk.runbook, phase.roles),
    touchesProduction: phase.touchesProduction,
    watches: phase.watch?.metrics ?? [],
    steps: phase.steps.map(step => planStep(inside, step)),
    checkpoint: planCheckpoint(inside, phase.checkpoint),
  };
  if (off === null) walk.cursor = inside.cursor;
  return planned;
}

function planStep(walk: Walk, step: Step): PlannedStep {
  const off = step.off ?? whyNot(walk, step.when);
  if (step.verb === 'wait' && step.until.kind === 'offset' && off === null)
    walk.cursor = begin(walk, step.until.offset);
  const moment = momentOf(walk, off);
  const { does, details } = describeStep({ runbook: walk.runbook, scope: walk.scope, step, fromT: moment.fromT });
  if (off === null && walk.cursor !== null) walk.cursor += lastsMs(step);
  return {
    id: step.id,
    title: fill(step.title, walk.scope),
    off,
    ...moment,
    who: partiesOf(walk.runbook, step.roles),
    does,
    details,
  };
}

function planCheckpoint(walk: Walk, checkpoint: Checkpoint | null): PlannedCheckpoint | null {
  if (!checkpoint) return null;
  const items = checkpoint.items.map(item => {
    const own = item.role === null ? '' : ` (${sayRoles(partiesOf(walk.runbook, [item.role]))})`;
    return `${fill(item.item, walk.scope)}${own}`;
  });
  return { says: fill(checkpoint.says, walk.scope), items };
}

/** A late phase begins now; one without a time when the one before it is done. */
function begin(walk: Walk, at: Offset | null): number | null {
  if (at === null) return walk.cursor;
  if (walk.T !== null)
    return Math.max(walk.cursor ?? walk.now, addDuration(walk.T, at, at.sign, walk.runbook.product.timezone));
  const fromT = at.sign * (at.ms + at.days * DAY);
  // While T is open nothing before it has a time: it runs as soon as it is reached.
  return fromT < 0 ? null : Math.max(walk.cursor ?? 0, fromT);
}

function momentOf({ cursor, T }: Walk, off: string | null): Moment {
  if (cursor === null || off !== null) return { at: null, fromT: null };
  return T === null ? { at: null, fromT: cursor } : { at: cursor, fromT: cursor - T };
}

/** A condition on what only the run will know (an output of a step) stays open: then it may run. */
function whyNot({ scope }: Walk, when: Step['when']): string | null {
  if (!when) return null;
  const judged = judgeWhen(when, scope);
  return judged.ok && !judged.value ? `only when ${sayWhen(when)}` : null;
}
