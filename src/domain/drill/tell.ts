import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import {
  answersQuestion,
  ask,
  compact,
  direct,
  FIGURES_MS,
  isLine,
  isTrouble,
  messageName,
  notified,
  post,
  REDRAWS,
  redraw,
} from '#src/domain/procedure/tell-steps.ts';

/** What the facts of one decision say to people: one joined message in the thread, the questions asked, the card. */
export function tellDrill(run: DrillRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const asks: EffectAsk[] = [];
  if (facts.some(fact => fact.type === 'drill.started')) asks.push(post(run, { name: 'card' }));
  const story = facts.filter(fact => isLine(TOLD, fact) && !answersQuestion(run, facts, fact)).map(compact);
  if (story.length > 0) asks.push(post(run, { story }));
  for (const fact of facts) asks.push(...questions(run, fact), ...notices(run, fact));
  return [...asks, ...answered(run, facts), ...card(run, facts)];
}

/** Facts the thread tells as a line. The rest shows on the card, or only matters to auditors. */
const TOLD: ReadonlySet<Fact['type']> = new Set([
  'drill.aborted',
  'drill.ended',
  'phase.started',
  'phase.skipped',
  'step.finished',
  'step.failed',
  'step.interrupted',
  'step.retried',
  'step.skipped',
  'step.cancelled',
  'evidence.attached',
  'command.stopping',
  'people.looked-up',
  'note.added',
  'effect.unknown',
  'effect.gave-up',
]);

/** A step that waits for a person or failed is a message of its own, with buttons. */
function questions(run: DrillRun, fact: Fact): readonly EffectAsk[] {
  if (fact.type === 'step.started')
    return stateOf(run, fact.data.step).status === 'waiting' ? [ask(run, fact.data.step)] : [];
  if (!isFailure(fact)) return [];
  const { status } = stateOf(run, fact.data.step);
  return status === 'failed' || status === 'interrupted' ? [ask(run, fact.data.step)] : [];
}

function isFailure(fact: Fact): fact is Fact & { type: 'step.failed' | 'step.interrupted' } {
  return fact.type === 'step.failed' || fact.type === 'step.interrupted';
}

/** Whoever has to decide hears directly that it stands still. */
function notices(run: DrillRun, fact: Fact): readonly EffectAsk[] {
  if (isFailure(fact)) {
    const step = findStep(run, fact.data.step);
    const { status } = stateOf(run, fact.data.step);
    const stands = status !== 'pending' && (step?.onFailure !== 'continue' || status === 'interrupted');
    const roles = [...new Set([...(step?.roles ?? []), ...run.runbook.roles])];
    return stands ? direct(run, roles, { about: 'stands', step: fact.data.step, says: fact.data.says }) : [];
  }
  if (fact.type !== 'step.started') return [];
  const step = findStep(run, fact.data.step);
  const { text, problem } = fact.data.resolved;
  return step?.verb === 'notify' && problem === undefined && typeof text === 'string' ? notified(run, step, text) : [];
}

/** Questions that were answered, or that the drill left behind, are redrawn without the buttons that no longer work. */
function answered(run: DrillRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const touched = new Map<string, { readonly step: string; readonly attempt: number }>();
  const touch = (step: string, attempt: number) => touched.set(messageName(step, attempt), { step, attempt });
  for (const fact of facts) {
    if (REDRAWS.has(fact.type) && 'step' in fact.data && typeof fact.data.step === 'string')
      touch(fact.data.step, 'attempt' in fact.data ? fact.data.attempt : stateOf(run, fact.data.step).attempt);
    if (fact.type !== 'drill.aborted') continue;
    for (const [id, state] of Object.entries(run.steps))
      if (state.status === 'failed' || state.status === 'interrupted') touch(id, state.attempt);
  }
  return [...touched].filter(([, { attempt }]) => attempt > 0).map(([name, body]) => redraw(run, name, body));
}

function card(run: DrillRun, facts: readonly Fact[]): readonly EffectAsk[] {
  if (facts.some(fact => fact.type === 'drill.started') || facts.every(fact => isTrouble(fact, 'chat.'))) return [];
  const figuresOnly = facts.every(fact => fact.type === 'watch.swept' || fact.type === 'command.output');
  const last = facts.at(-1);
  return [redraw(run, 'card', {}, figuresOnly && last ? last.at + FIGURES_MS : undefined)];
}
