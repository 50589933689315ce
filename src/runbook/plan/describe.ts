import { SECOND, sayDuration } from '#src/base/time.ts';
import type { Runbook } from '#src/domain/runbook/model/runbook.ts';
import type { Action, Step } from '#src/domain/runbook/model/step.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import type { Scope } from '#src/domain/runbook/template.ts';
import { sayWhen } from '#src/domain/runbook/when.ts';
import { TELLING, titleOf } from '../resolve/step.ts';
import { fill } from './fill.ts';
import { partiesOf, sayIn } from './people.ts';

type Question = {
  readonly runbook: Runbook;
  readonly scope: Scope;
  readonly step: Step;
  readonly fromT: number | null;
};
export type Description = { readonly does: string; readonly details: readonly string[] };

/** How long a step takes at least; what people and machines need is not known, so it counts nothing. */
export function lastsMs(step: Step): number {
  switch (step.verb) {
    case 'snapshot':
      return step.overMs;
    case 'watch':
      return step.forMs;
    case 'wait':
      return step.until.kind === 'for' ? step.until.ms : 0;
    case 'shift':
      return step.waves.reduce((sum, wave) => sum + wave.soakMs, 0);
    case 'http':
      return step.settleMs ?? 0;
    default:
      return 0;
  }
}

export function describeStep(question: Question): Description {
  const { runbook, step, scope } = question;
  const details = [...verbDetails(question), ...envelopeDetails(runbook, step)];
  switch (step.verb) {
    case 'run':
    case 'http':
    case 'shift':
      return { does: actionLine(step.act, scope), details };
    case 'checklist':
      // The items below say it.
      return { does: fill(step.title, scope), details };
    case 'page':
      return { does: `page ${step.to.join(', ')}: ${fill(step.text, scope)}`, details };
    case 'notify':
      return { does: `to ${step.to.join(', ')}: ${fill(step.text, scope)}`, details };
    default:
      return { does: fill(titleOf(step), scope), details };
  }
}

function verbDetails({ runbook, scope, step, fromT }: Question): readonly string[] {
  switch (step.verb) {
    case 'checklist':
      return step.items.map(item => {
        const own = item.role === null ? '' : ` (${sayIn(runbook)(partiesOf(runbook, [item.role]))})`;
        return `[ ] ${fill(item.item, scope)}${own}`;
      });
    case 'approve':
      return [
        ...approvers({ runbook, step }),
        ...(step.requires.length > 0 ? [`requires ${step.requires.map(sayFact).join(', ')}`] : []),
      ];
    case 'shift':
      return waveLines(step, fromT);
    case 'compare':
      return Object.entries(step.limits).map(
        ([metric, limit]) =>
          `${metric} at most ${limit.max.text}${limit.floor ? `, all below ${limit.floor.text} passes` : ''}`,
      );
    case 'ask':
      return step.fields.map(field => field.ask);
    case 'statuspage':
      return [`users read: ${fill(step.text, scope)}`];
    case 'attach':
      return Object.entries(step.wanted).map(([document, says]) => `${document}: ${says}`);
    default:
      return [];
  }
}

type Shift = Extract<Step, { verb: 'shift' }>;

function waveLines(step: Shift, fromT: number | null): readonly string[] {
  let at = fromT;
  return step.waves.map((wave, index) => {
    const when = at === null ? '' : ` at ${sayFromT(at)}`;
    if (at !== null) at += wave.soakMs;
    return `wave ${index + 1}${when}: ${wave.weight} % (${wave.targets.join(', ')}), then ${sayDuration(wave.soakMs)} of soaking`;
  });
}

/** `T`, `T+20m`, `T+1h30m`, `T-24h`: as a runbook writes it. */
export function sayFromT(fromT: number): string {
  const seconds = Math.round(Math.abs(fromT) / SECOND);
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const said = parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : '')).join('');
  return said === '' ? 'T' : `T${fromT < 0 ? '-' : '+'}${said}`;
}

type Approve = Extract<Step, { verb: 'approve' }>;

function approvers({ runbook, step }: { runbook: Runbook; step: Approve }): readonly string[] {
  const say = (role: string, count: string) => {
    return `${count} ${sayIn(runbook)(partiesOf(runbook, [role]))}`;
  };
  const rules = [
    ...(step.distinctPeople ? ['different people'] : []),
    ...(step.notInitiator ? ['not whoever started it'] : []),
  ];
  const asked =
    step.anyOf.length > 0
      ? [`any of ${step.anyOf.join(', ')}`]
      : Object.entries(step.quorum).map(([role, count]) => say(role, String(count)));
  const consulted = runbook.product.raci[step.activity ?? 'go-no-go']?.consulted ?? [];
  const heard = consulted.length === 0 ? [] : [`consulted, and not waited for: ${consulted.join(', ')}`];
  return [...asked, ...heard, ...(rules.length > 0 ? [rules.join(', ')] : [])];
}

function sayFact({ fact, compare, override }: FactCondition): string {
  const said = compare ? `${fact} ${compare.op} ${compare.text}` : fact;
  return override ? `${said} (or accepted by ${Object.keys(override).join(' and ')})` : said;
}

function actionLine(action: Action, scope: Scope): string {
  if (action.kind === 'http') return `${action.method} ${fill(action.url, scope)}`;
  return action.argv
    .map(word => fill(word, scope))
    .map(word => (/\s/.test(word) && !word.includes('${{') ? JSON.stringify(word) : word))
    .join(' ');
}

function envelopeDetails(runbook: Runbook, step: Step): readonly string[] {
  return [
    ...(step.when ? [`only when ${sayWhen(step.when)}`] : []),
    ...(step.grades.length > 0 ? [`only ${step.grades.join(', ')}`] : []),
    ...(step.each === null ? [] : [`once for each of ${step.each}`]),
    ...(step.undoes.length > 0 ? [`undoes ${step.undoes.join(', ')}`] : []),
    ...(isUsual(runbook, step) ? [] : [`on failure: ${step.onFailure}`]),
    ...(step.changesNothing ? ['changes nothing'] : []),
    ...(step.pointOfNoReturn ? ['no way back after this'] : []),
    ...(step.evidence === null ? [] : [`needs ${EVIDENCE[step.evidence]} as evidence`]),
    ...(step.verb === 'run' && step.background !== null
      ? [`beside the next steps, until ${step.background.until}`]
      : []),
    ...(step.cleanup === null ? [] : ['cleaned up after, once, when the phase ends']),
    ...(step.delivers === null ? [] : [`delivers ${step.delivers}`]),
  ];
}

const EVIDENCE = { link: 'a link', file: 'a file', image: 'an image', log: 'a log' } as const;

/** What a failure does unless the file says otherwise needs no words. */
function isUsual(runbook: Runbook, { onFailure, verb }: Step): boolean {
  if (onFailure === 'continue') return TELLING.has(verb) || runbook.kind === 'incident';
  return onFailure === 'pause';
}
