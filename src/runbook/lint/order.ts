import { DAY } from '#src/base/time.ts';
import type { Input, Offset, When } from '#src/domain/runbook/model/terms.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { isOff, type Subject } from './site.ts';

/** Phases out of time, and conditions that can never hold. */
export function lintOrder(subject: Subject): void {
  const { phases } = subject.runbook;
  let latest: Offset | undefined;
  for (const [index, phase] of phases.entries()) {
    const path = ['phases', index];
    if (phase.at && latest && sizeOf(phase.at) < sizeOf(latest)) {
      const message = `${phase.at.text} comes before ${latest.text} of an earlier phase`;
      tell(subject.file, [...path, 'at'], { message, hint: 'put the phases into the order of their times' });
    }
    if (phase.at) latest = phase.at;
    lintWhen(subject, [...path, 'when'], phase.when);
    for (const [number, step] of phase.steps.entries()) {
      if (step.verb !== 'wait' || step.until.kind !== 'offset') continue;
      lintWait(subject, [...path, 'steps', number, 'wait'], { offset: step.until.offset, latest });
    }
  }
  const { runbook, inputs } = subject;
  for (const input of inputs) lintWhen(subject, ['inputs', input.name, 'when'], input.when);
  if (runbook.kind === 'release' && runbook.type.downtime.kind !== 'never' && runbook.type.downtime.when)
    lintWhen(subject, ['types', runbook.type.name, 'downtime', 'when'], runbook.type.downtime.when);
  for (const site of subject.sites.filter(one => !isOff(one)))
    lintWhen(subject, [...site.path, 'when'], site.step.when);
}

function lintWait(
  subject: Subject,
  path: Path,
  { offset, latest }: { offset: Offset; latest: Offset | undefined },
): void {
  if (!latest || sizeOf(offset) >= sizeOf(latest)) return;
  tell(subject.file, path, {
    message: `${offset.text} is over when this phase begins at ${latest.text}`,
    hint: 'wait for a later moment, or leave the step out',
  });
}

/** Only to compare: a day counts 24 hours here. */
function sizeOf(offset: Offset): number {
  return offset.sign * (offset.ms + offset.days * DAY);
}

/** A comparison with a value the input can never have makes the step unreachable, or always on, without anybody saying so. */
function lintWhen(subject: Subject, path: Path, when: When | null): void {
  if (!when?.name.startsWith('inputs.')) return;
  const input = subject.inputs.find(one => one.name === when.name.slice('inputs.'.length));
  const values = input && valuesOf(input);
  if (!values || values.includes(when.value) || when.op === '<' || when.op === '>') return;
  const never = when.op === '==' ? 'never' : 'always';
  tell(subject.file, path, {
    message: `"${when.value}" is no value of ${when.name}, so this ${never} holds`,
    hint: `write one of ${values.join(', ')}`,
  });
}

function valuesOf(input: Input): readonly string[] | undefined {
  if (input.type === 'yes-no') return ['yes', 'no'];
  return input.type === 'choice' ? input.options : undefined;
}
