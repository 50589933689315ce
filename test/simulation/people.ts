import type { Actor } from '#src/domain/actor.ts';
import type { Ask } from '#src/domain/commands.ts';
import { type AnyStep, findStep, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import { type DrillRun, isFinal, type ReleaseRun } from '#src/domain/procedure/state.ts';
import { inHandStep } from '#src/domain/release/advance.ts';
import { closuresAhead } from '#src/domain/release/calendar/ahead.ts';
import { approvalHash, missingVotes, requiredFacts, sayCondition, unmet } from '#src/domain/release/gate.ts';
import { gateOf } from '#src/domain/release/gate-state.ts';
import { isLocking } from '#src/domain/release/lock.ts';
import { notesOf, openSections } from '#src/domain/release/notes.ts';

export type { Ask };
export type Person = Actor & { kind: 'person' };

const person = (user: string, roles: readonly string[], standing: Person['standing'] = 'full'): Person => ({
  kind: 'person',
  team: 'T0SHOP',
  user,
  roles,
  standing,
});

export const ANA = person('U0ANA', ['captain']);
export const BEN = person('U0BEN', ['captain', 'devops']);

/** Those who may, first; then those who may not and try all the same. */
export const PEOPLE: readonly Person[] = [
  ANA,
  BEN,
  person('U0PIA', ['owner', 'boss']),
  person('U0LI', ['devops', 'on-call']),
];
export const STRANGERS: readonly Person[] = [
  person('U0ZOE', []),
  person('U0GUS', ['captain'], 'guest'),
  person('U0WHO', ['owner'], 'unknown'),
];

/** What helps the run on in this state, the best first; empty: it asks nobody. */
export function helpful(run: ReleaseRun | DrillRun): readonly Ask[] {
  const asks: Ask[] = [];
  for (const { step } of openSteps(run)) asks.push(...answers(run, step));
  return run.kind === 'drill' ? asks : [...asks, ...ofRelease(run)];
}

function ofRelease(run: ReleaseRun): readonly Ask[] {
  const asks: Ask[] = [];
  if (run.pause) asks.push({ type: 'resume', reason: 'we looked at it' });
  if (run.rollback && inHandStep(run)) asks.push({ type: 'start-anyway' });
  if (closuresAhead(run).length > 0) asks.push({ type: 'open-calendar', reason: 'it cannot wait' });
  if (isFinal(run) && isLocking(run)) asks.push({ type: 'unlock', reason: 'we know why' });
  return asks;
}

/** What somebody may press who does not think. */
export function thoughtless(run: ReleaseRun): readonly Ask[] {
  const step = openSteps(run).at(0)?.step;
  const here = { step: step?.id ?? 'nowhere', attempt: step ? stateOf(run, step.id).attempt : 1 };
  return [
    { type: 'note', text: 'something was seen' },
    { type: 'pause', reason: 'wait a moment' },
    { type: 'resume', reason: null },
    { type: 'skip', ...here, reason: 'not needed' },
    { type: 'vote', ...here, hash: approvalHash(run, here.step), go: false, reason: 'I do not like it' },
    { type: 'vote', ...here, hash: 'of something else', go: true, reason: null },
    { type: 'tick', ...here, item: 'quiet', holds: false, remark: 'it is loud' },
    { type: 'confirm', ...here, remark: null },
    { type: 'retry', ...here },
    { type: 'start-anyway' },
  ];
}

/** What ends a run or turns it round: rare, or no run would get far. */
export const TURNS: readonly Ask[] = [
  { type: 'rollback', reason: 'it is broken' },
  { type: 'rollback', reason: 'it is broken' },
  { type: 'abort', reason: 'never mind' },
];

/** A command, a call or a wave is in hand. */
export function isActing(run: ReleaseRun): boolean {
  return sectionsNow(run)
    .flatMap(section => section.steps)
    .some(step => ['run', 'http', 'shift'].includes(step.verb) && stateOf(run, step.id).status === 'running');
}

function openSteps(run: ReleaseRun | DrillRun): readonly { readonly step: AnyStep }[] {
  const open = ['waiting', 'failed', 'interrupted'];
  return sectionsNow(run).flatMap(section =>
    section.steps.flatMap(step => (open.includes(stateOf(run, step.id).status) ? [{ step }] : [])),
  );
}

function answers(run: ReleaseRun | DrillRun, step: AnyStep): readonly Ask[] {
  const { status, attempt, resolved, ticks, evidence } = stateOf(run, step.id);
  const here = { step: step.id, attempt };
  if (status !== 'waiting')
    return attempt < 4
      ? [{ type: 'retry', ...here }]
      : [
          { type: 'skip', ...here, reason: 'it fails and fails' },
          ...(run.kind === 'release' ? [{ type: 'rollback', reason: 'it fails and fails' } as const] : []),
          { type: 'abort', reason: 'it fails and fails' },
        ];
  if ('confirmFirst' in resolved) return [{ type: 'confirm', ...here, remark: null }];
  if (step.evidence === 'file' && evidence.length === 0)
    return [{ type: 'attach-file', ...here, label: 'log', file: `F-${ANA.user}-log` }];
  switch (step.verb) {
    case 'approve':
      return run.kind === 'release' ? votes(run, step, here) : [];
    case 'release-notes':
      return run.kind === 'release' ? written(run, here) : [];
    case 'checklist':
    case 'checkpoint':
      return [
        ...step.items
          .filter(item => ticks[item.id]?.holds !== true)
          .map(item => ({ type: 'tick', ...here, item: item.id, holds: true, remark: null }) as const),
        { type: 'confirm', ...here, remark: null },
      ];
    case 'ask':
      return [
        {
          type: 'answer',
          ...here,
          answers: Object.fromEntries(step.fields.map(field => [field.name, field.type === 'number' ? 7 : 'by hand'])),
        },
      ];
    case 'attach':
      return Object.keys(step.wanted)
        .filter(label => !evidence.some(one => one.label === label))
        .map(label => ({ type: 'attach', ...here, label, link: 'https://docs.example/plan' }));
    default:
      return [{ type: 'confirm', ...here, remark: null }];
  }
}

/** Every section that nobody has written yet. */
function written(run: ReleaseRun, here: { step: string; attempt: number }): readonly Ask[] {
  const notes = notesOf(run, here.step);
  if (notes?.hash == null) return [];
  const texts = Object.fromEntries(openSections(notes).map(name => [name, 'As it was before']));
  return [{ type: 'edit-notes', ...here, of: notes.hash, texts }];
}

function votes(
  run: ReleaseRun,
  step: AnyStep & { verb: 'approve' },
  here: { step: string; attempt: number },
): readonly Ask[] {
  const gate = gateOf(run, step.id);
  const asked = requiredFacts(run, step).filter(
    one =>
      run.runbook.product.facts[one.fact]?.kind === 'asked' &&
      stateOf(run, step.id).ticks[`fact:${one.fact}`]?.holds !== true,
  );
  const missing = gate.factsAt === null ? [] : unmet(run, step);
  return [
    ...asked.map(one => ({ type: 'tick', ...here, item: `fact:${one.fact}`, holds: true, remark: null }) as const),
    ...missing
      .filter(one => requiredFacts(run, step).some(fact => fact.override !== null && sayCondition(fact) === one.fact))
      .map(one => ({ type: 'override', step: step.id, fact: one.fact, reason: 'we know' }) as const),
    ...(run.awaits === null
      ? [{ type: 'vote', ...here, hash: approvalHash(run, step.id), go: true, reason: null } as const]
      : []),
  ];
}

/** Nobody says go twice for the same thing, unless it was held and has to be asked again. */
export function hasSaid(run: ReleaseRun | DrillRun, ask: Ask, who: Person): boolean {
  if (ask.type !== 'vote' || run.kind !== 'release') return false;
  const step = findStep(run, ask.step);
  if (step?.verb !== 'approve' || Object.keys(missingVotes(run, step)).length === 0) return false;
  return gateOf(run, ask.step).votes.some(vote => vote.user === who.user && vote.go && vote.hash === ask.hash);
}
