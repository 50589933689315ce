import type { Instant } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { mayDoStep, mayLead, maySkip, mayWithRole, standing } from '#src/domain/policy/who-may.ts';
import { judgeInternal, sayCondition, votingRoles } from '#src/domain/release/gate.ts';
import { gateOf } from '#src/domain/release/gate-state.ts';
import { checkInputs } from '#src/domain/runbook/inputs.ts';
import type { StepCommand } from './commands.ts';
import { deny } from './deny.ts';
import type { Draft } from './draft.ts';
import { sayStatus } from './say-status.ts';
import { scopeOf } from './scope.ts';
import type { AnyStep } from './sections.ts';
import { findStep, isOnTheWay, isPast, sectionOf, stateOf } from './sections.ts';
import type { ReleaseRun, Run, StepState } from './state.ts';
import { resolvedText, titleOf } from './titles.ts';

type Pressed = PersonCommand & StepCommand;
type Of<T extends StepCommand['type']> = Extract<Pressed, { type: T }>;

/** What a person does to one step: confirm, tick, answer, attach, retry, skip. */
export function decideStep(draft: Draft, run: Run, command: Pressed): Refusal | null {
  const step = findStep(run, command.step);
  if (step === null) return { code: 'step.absent', text: `${run.id} has no step "${command.step}".` };
  if (!isOnTheWay(run, step.id))
    return {
      code: 'step.left',
      text: `"${titleOf(run, step)}" counts no more: ${run.id} ${sayLeft(run)}.`,
    };
  const state = stateOf(run, step.id);
  const early = command.type === 'tick' && step.verb === 'checkpoint';
  if (state.attempt !== command.attempt && !early) {
    return {
      code: 'step.stale',
      text: `"${titleOf(run, step)}" changed since you looked. Look at its newest message and press there.`,
    };
  }
  switch (command.type) {
    case 'retry':
      return retry(draft, run, step, state, command);
    case 'skip':
      return skip(draft, run, step, state, command);
    case 'tick':
      return tick(draft, run, step, state, command);
    default:
      return whileWaiting(draft, run, step, state, command);
  }
}

function sayLeft(run: Run): string {
  if (run.kind === 'incident') return 'does not ask for it at its present severity';
  return run.abort || run.kind === 'drill' ? 'was aborted' : 'is rolling back';
}

function whileWaiting(
  draft: Draft,
  run: Run,
  step: AnyStep,
  state: StepState,
  command: Of<'confirm' | 'answer' | 'attach' | 'attach-file'>,
): Refusal | null {
  if (state.status !== 'waiting')
    return {
      code: 'step.not-waiting',
      text: `"${titleOf(run, step)}" waits for no answer now: it is ${sayStatus(state)}.`,
    };
  const may = mayDoStep(run, command.actor, step);
  if (!may.ok) return deny(draft, command.actor, command.type, may);
  if (command.type === 'attach' || command.type === 'attach-file') return attach(draft, run, step, command, may.rule);
  return command.type === 'answer'
    ? answer(draft, run, step, command, may.rule)
    : confirm(draft, run, step, state, command, may.rule);
}

/** A link counts at once; a file when it has been read. */
function attach(
  draft: Draft,
  run: Run,
  step: AnyStep,
  command: Of<'attach' | 'attach-file'>,
  rule: string,
): Refusal | null {
  const { label } = command;
  if (command.type === 'attach-file') {
    const { file, attempt } = command;
    draft.add(fact('evidence.offered', { step: step.id, attempt, label, file, rule }), command.actor);
    return null;
  }
  if (step.evidence !== null && step.evidence !== 'link')
    return {
      code: 'evidence.file',
      text: `"${titleOf(run, step)}" needs ${A[step.evidence]} in Slack: upload it here, or share it in the thread and give its link.`,
    };
  draft.add(fact('evidence.attached', { step: step.id, label, link: command.link, rule }), command.actor);
  return null;
}

const A = { file: 'a file', image: 'an image', log: 'a log' } as const;

function confirm(
  draft: Draft,
  run: Run,
  step: AnyStep,
  state: StepState,
  command: Of<'confirm'>,
  rule: string,
): Refusal | null {
  const { attempt } = state;
  if (state.resolved['confirmFirst'] !== undefined) {
    draft.add(fact('step.retried', { step: step.id, attempt, rule, at: null }), command.actor);
    return null;
  }
  if (step.verb !== 'confirm' && step.verb !== 'checkpoint')
    return { code: 'step.not-confirm', text: `"${titleOf(run, step)}" is not a sentence to confirm.` };
  const open = openQuestions(run, step, state, draft.now);
  if (open !== null) return { code: 'step.open-items', text: open };
  const says = command.remark ?? 'confirmed';
  draft.add(fact('step.finished', { step: step.id, attempt, outputs: { remark: says }, says, rule }), command.actor);
  return null;
}

function openQuestions(run: Run, step: AnyStep, state: StepState, now: Instant): string | null {
  if (step.evidence !== null && state.evidence.length === 0)
    return `"${titleOf(run, step)}" needs its evidence (${step.evidence}) attached first.`;
  if (step.verb !== 'checkpoint') return null;
  const items = step.items.filter(item => state.ticks[item.id]?.holds !== true).map(item => item.item);
  if (items.length > 0) return `This cannot be confirmed yet. Still to be ticked: ${items.join('; ')}.`;
  const found = run.kind === 'release' ? step.requires.map(one => judgeInternal(run, step.id, one, now)) : [];
  const facts = found.filter(one => one.outcome !== 'holds');
  const wrong = facts.map(found => `${found.fact} (${found.says})`).join('; ');
  return facts.length > 0 ? `This cannot be confirmed yet. It does not hold: ${wrong}.` : null;
}

function answer(draft: Draft, run: Run, step: AnyStep, command: Of<'answer'>, rule: string): Refusal | null {
  if (step.verb !== 'ask') return { code: 'step.not-ask', text: `"${titleOf(run, step)}" asks nothing.` };
  const checked = checkInputs(step.fields, command.answers, scopeOf(run, { step: step.id }));
  if (!checked.ok) return { code: 'inputs.wrong', text: checked.problems.join('\n') };
  const outputs = checked.values as { [name: string]: string | number | string[] };
  const says = Object.entries(outputs)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : value}`)
    .join('; ');
  draft.add(fact('step.finished', { step: step.id, attempt: command.attempt, outputs, says, rule }), command.actor);
  return null;
}

/** Items of a list, of a checkpoint from its phase's start on, and facts a person is asked for. */
function tick(draft: Draft, run: Run, step: AnyStep, state: StepState, command: Of<'tick'>): Refusal | null {
  if (command.item.startsWith('fact:') && run.kind === 'release') return tickFact(draft, run, step, command);
  if (step.verb !== 'checklist' && step.verb !== 'checkpoint')
    return { code: 'step.no-items', text: `"${titleOf(run, step)}" has no items.` };
  const item = step.items.find(one => one.id === command.item);
  if (!item) return { code: 'item.absent', text: `"${titleOf(run, step)}" has no item ${command.item}.` };
  const section = sectionOf(run, step.id);
  const open =
    step.verb === 'checkpoint'
      ? section?.phase === null || run.phases[section?.id ?? '']?.status === 'running'
      : state.status === 'waiting';
  if (!open) {
    const text = `The items of "${titleOf(run, step)}" cannot be ticked now: it is ${sayStatus(state)}.`;
    return { code: 'step.not-waiting', text };
  }
  const may =
    item.role === null
      ? mayDoStep(run, command.actor, step, item.item)
      : mayWithRole(run, command.actor, [item.role], `"${item.item}"`);
  if (!may.ok) return deny(draft, command.actor, 'tick', may);
  draft.add(
    fact('item.ticked', { step: step.id, item: item.id, holds: command.holds, remark: command.remark, rule: may.rule }),
    command.actor,
  );
  if (!command.holds && run.kind === 'release') {
    const hint = step.ifFails === null ? '' : ` What to try: ${resolvedText(run, step, step.ifFails)}`;
    const says = `"${item.item}" does not hold${command.remark ? `: ${command.remark}` : ''}, says <@${command.actor.user}>.${hint}`;
    draft.add(fact('release.paused', { cause: 'person', says, step: null, watch: null }), command.actor);
  }
  return null;
}

function tickFact(draft: Draft, run: ReleaseRun, step: AnyStep, command: Of<'tick'>): Refusal | null {
  const asked = run.runbook.product.facts[command.item.slice(5)];
  if (asked?.kind !== 'asked' || step.verb !== 'approve')
    return { code: 'item.absent', text: 'This is not asked here any more. Look at the newest message.' };
  if (stateOf(run, step.id).status !== 'waiting' || gateOf(run, step.id).status !== 'open')
    return { code: 'step.not-waiting', text: `"${titleOf(run, step)}" is decided; its facts stand as they were.` };
  const may = mayWithRole(run, command.actor, [asked.role], `"${asked.ask}"`);
  if (!may.ok) return deny(draft, command.actor, 'tick', may);
  draft.add(
    fact('item.ticked', {
      step: step.id,
      item: command.item,
      holds: command.holds,
      remark: command.remark,
      rule: may.rule,
    }),
    command.actor,
  );
  const after = draft.release;
  const { gate } = stateOf(after, step.id);
  if (gate?.factsAt != null) {
    const condition = { fact: command.item.slice(5), compare: null, override: null };
    const name = sayCondition(condition);
    const facts = gate.facts.map(found =>
      found.fact === name ? judgeInternal(after, step.id, condition, draft.now) : found,
    );
    draft.add(fact('facts.recorded', { step: step.id, attempt: command.attempt, purpose: 'show', facts }), {
      kind: 'bot',
    });
    if (gate.votes.length > 0)
      draft.add(
        fact('gate.voided', { step: step.id, attempt: command.attempt, says: `the answer to "${asked.ask}" changed` }),
        { kind: 'bot' },
      );
  }
  return null;
}

function retry(draft: Draft, run: Run, step: AnyStep, state: StepState, command: Of<'retry'>): Refusal | null {
  // A go/no-go whose facts do not hold is asked anew: they are looked at again, and every vote with them.
  const again = step.verb === 'approve' && state.status === 'waiting';
  if (state.status !== 'failed' && state.status !== 'interrupted' && !again)
    return {
      code: 'step.not-failed',
      text: `"${titleOf(run, step)}" has not failed, so there is nothing to retry: it is ${sayStatus(state)}.`,
    };
  if (isPast(run, step.id)) return tooLate(run, step);
  if (again && state.gate?.status !== 'open')
    return {
      code: 'step.gate',
      text: 'This go/no-go was stopped, by a no-go or because time ran out. Resume on the card asks the question again.',
    };
  const may =
    step.verb === 'approve'
      ? mayWithRole(run, command.actor, [...step.roles, ...votingRoles(step)], `"${titleOf(run, step)}"`)
      : mayDoStep(run, command.actor, step);
  const lead =
    may.ok || run.kind === 'incident' ? may : mayLead(run, command.actor, `Retrying "${titleOf(run, step)}"`);
  if (!lead.ok) return deny(draft, command.actor, 'retry', lead);
  draft.add(fact('step.retried', { step: step.id, attempt: state.attempt, rule: lead.rule, at: null }), command.actor);
  return null;
}

function tooLate(run: Run, step: AnyStep): Refusal {
  const instead =
    run.kind === 'drill'
      ? 'start the drill again for a result that counts'
      : 'do it by hand where it is needed and write what you found with a note';
  return {
    code: 'step.past',
    text: `"${titleOf(run, step)}" stays on record as failed: ${run.id} went on without it and its phase has ended, so nothing would follow a Retry. Instead, ${instead}.`,
  };
}

function skip(draft: Draft, run: Run, step: AnyStep, state: StepState, command: Of<'skip'>): Refusal | null {
  // Where nothing is in hand outside, waiting can be cut short; a soak never is.
  const idle = state.status === 'running' && ['wait', 'watch', 'snapshot'].includes(step.verb);
  const open = idle || ['waiting', 'failed', 'interrupted'].includes(state.status);
  if (!open)
    return {
      code: 'step.not-open',
      text: `"${titleOf(run, step)}" is ${sayStatus(state)}; only a step that waits or failed can be skipped.`,
    };
  if (step.verb === 'approve')
    return { code: 'step.gate', text: 'A go/no-go is never skipped. Say go or no-go, or abort the release.' };
  const known = standing(command.actor);
  const may = known.ok ? maySkip(run, command.actor, step) : known;
  if (!may.ok) return deny(draft, command.actor, 'skip', may);
  if (command.reason.trim() === '' && step.skip.by !== 'freely')
    return { code: 'skip.reason', text: 'Skipping a step needs a reason: write it in a sentence.' };
  draft.add(fact('step.skipped', { step: step.id, reason: command.reason, rule: may.rule }), command.actor);
  if (run.kind === 'release' && run.pause?.step === step.id)
    draft.add(
      fact('release.resumed', {
        reason: `"${titleOf(run, step)}" skipped: ${command.reason}`,
        rule: may.rule,
        override: null,
      }),
      command.actor,
    );
  return null;
}
