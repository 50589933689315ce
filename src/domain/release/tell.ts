import type { JsonObject } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import { answerable, doers } from '#src/domain/procedure/activity.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { peopleOf } from '#src/domain/procedure/people.ts';
import { currentPhase, findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import {
  answersQuestion,
  ask,
  compact,
  direct,
  directTo,
  FIGURES_MS,
  isLine,
  isTrouble,
  messageName,
  notified,
  post,
  REDRAWS,
  redraw,
} from '#src/domain/procedure/tell-steps.ts';
import { LIST_ATTEMPT, listsLeft, listsOpened } from './early-lists.ts';
import { votingRoles } from './gate.ts';
import { informed } from './informed.ts';
import { datedPhases } from './phase-offset.ts';

/** What the facts of one decision say to people: one joined message in the thread, the questions asked, the card. */
export function tellAll(run: ReleaseRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const asks: EffectAsk[] = [];
  if (facts.some(fact => fact.type === 'release.started')) asks.push(post(run, { name: 'card' }));
  const lists = listsOpened(run, facts).map(step => step.id);
  const told = (fact: Fact) =>
    isLine(TOLD, fact) || isLaterThere(fact) || (isListReached(run, fact) && !lists.includes(fact.data.step));
  const story = facts.filter(fact => told(fact) && !answersQuestion(run, facts, fact)).map(compact);
  if (story.length > 0) asks.push(post(run, { story }));
  asks.push(...lists.map(id => ask(run, id, LIST_ATTEMPT)));
  for (const fact of facts) asks.push(...questions(run, fact), ...notices(run, fact));
  asks.push(...informed(run, facts), ...answered(run, facts), ...card(run, facts));
  return asks;
}

/** Facts the thread tells as a line (chat/story.ts). The rest shows on the card, or only matters to auditors. */
const TOLD: ReadonlySet<Fact['type']> = new Set([
  'release.dated',
  'release.rescheduled',
  'release.paused',
  'release.escalated',
  'release.resumed',
  'release.rollback-started',
  'release.rolled-back',
  'release.unlocked',
  'release.aborted',
  'release.completed',
  'release.captain-set',
  'handover.offered',
  'handover.declined',
  'release.held',
  'release.freed',
  'window.closed',
  'window.opened',
  'window.ending',
  'calendar.changed',
  'production.awaited',
  'production.overtaken',
  'input.turned',
  'phase.due',
  'phase.started',
  'phase.skipped',
  'step.started',
  'step.finished',
  'step.failed',
  'step.interrupted',
  'step.retried',
  'step.skipped',
  'step.cancelled',
  'step.claimed',
  'step.handed',
  'step.unclaimed',
  'wave.started',
  'wave.shifted',
  'wave.finished',
  'metric.warned',
  'page.acknowledged',
  'page.failed',
  'page.fallback',
  'page.resolved',
  'page.rings-again',
  'people.looked-up',
  'gate.passed',
  'gate.held',
  'gate.denied',
  'gate.expired',
  'gate.voided',
  'vote.cast',
  'override.given',
  'evidence.attached',
  'evidence.refused',
  'command.stopping',
  'event.published',
  'notes.edited',
  'confirmation.voided',
  'report.written',
  'mail.handed',
  'note.added',
  'effect.unknown',
  'effect.gave-up',
]);

/** It enters production, which has a later release by now than it counted from. */
function isLaterThere(fact: Fact): boolean {
  return fact.type === 'production.taken' && fact.data.follows !== undefined;
}

/** A step that waits for a person is a message of its own, with buttons; it is redrawn when it is answered. */
function questions(run: ReleaseRun, fact: Fact): readonly EffectAsk[] {
  if (isListReached(run, fact)) {
    const { step } = fact.data;
    return [redraw(run, messageName(step, LIST_ATTEMPT), { step, attempt: LIST_ATTEMPT })];
  }
  if (fact.type === 'notes.drafted') return [ask(run, fact.data.step)];
  if (fact.type === 'step.started' && stateOf(run, fact.data.step).status === 'waiting')
    return [ask(run, fact.data.step)];
  if (fact.type === 'step.failed' || fact.type === 'step.interrupted')
    return stateOf(run, fact.data.step).status === 'pending' ? [] : [ask(run, fact.data.step)];
  return [];
}

/** A checkpoint whose list has stood in the thread since its phase began: that message is drawn anew, and the thread says so. */
function isListReached(run: ReleaseRun, fact: Fact): fact is Fact & { type: 'step.started' } {
  if (fact.type !== 'step.started' || fact.data.attempt !== LIST_ATTEMPT) return false;
  const step = findStep(run, fact.data.step);
  return step?.verb === 'checkpoint' && step.items.length > 0 && stateOf(run, step.id).status === 'waiting';
}

/** People who must act, or must know at once, get a direct message each. */
function notices(run: ReleaseRun, fact: Fact): readonly EffectAsk[] {
  switch (fact.type) {
    case 'gate.opened':
      return askVoters(run, fact.data.step);
    case 'gate.voided':
      return askVoters(run, fact.data.step, { says: fact.data.says });
    case 'release.paused':
      return fact.data.cause === 'person'
        ? []
        : direct(run, askedBy(run, fact.data.step), { about: 'pause', says: fact.data.says });
    case 'release.escalated':
      return direct(run, fact.data.roles, { about: 'escalated', says: fact.data.says });
    case 'page.fallback':
      return directTo(run, fact.data.users, { about: 'page', says: fact.data.says });
    case 'step.handed': {
      const { step, to, note } = fact.data;
      return directTo(run, [to], { about: 'handed', step, note, by: personOf(fact) });
    }
    case 'step.unclaimed':
      return unclaimed(run, fact.data.step);
    case 'handover.offered':
      return directTo(run, [fact.data.to], { about: 'handover', brief: fact.data.brief });
    case 'handover.declined':
      return directTo(run, [run.captain], { about: 'declined', by: personOf(fact), reason: fact.data.reason });
    case 'window.opened':
      return run.pause?.cause === 'window' ? direct(run, pauseRoles(run), { about: 'window', says: OPEN_AGAIN }) : [];
    case 'window.ending':
      return direct(run, pauseRoles(run), { about: 'window', says: fact.data.says });
    case 'phase.due':
      return fact.data.asks === undefined
        ? notBegun(run, fact.data.phase, fact.data.says)
        : askVoters(run, fact.data.asks);
    case 'production.awaited':
      return run.timed ? notBegun(run, entering(run), fact.data.says) : [];
    case 'phase.started':
      // One without a moment of its own begins when the one before it is done, and whoever must act is asked by its steps.
      // Where what it was approved on is looked at once more, it begins with that answer.
      return fact.data.late === null || run.awaits !== null ? [] : begins(run, fact.data.phase);
    case 'facts.recorded':
      return fact.data.purpose === 'again' && run.awaits === null ? begins(run, currentPhase(run)?.id ?? '') : [];
    case 'metric.warned':
      return fact.data.action === 'incident'
        ? direct(run, pauseRoles(run), { about: 'incident', says: fact.data.says })
        : [];
    case 'release.rollback-started':
      return direct(run, accountable(run), { about: 'rollback', says: fact.data.reason });
    case 'effect.gave-up':
      return fact.data.step === undefined
        ? []
        : direct(run, run.rollback ? accountable(run) : pauseRoles(run), {
            about: 'unstopped',
            step: fact.data.step,
            says: fact.data.says,
          });
    case 'step.started': {
      const step = findStep(run, fact.data.step);
      const { text, problem, confirmFirst } = fact.data.resolved;
      const says = problem === undefined && confirmFirst === undefined && typeof text === 'string' ? text : null;
      return step?.verb === 'notify' && says !== null ? notified(run, step, says) : [];
    }
    default:
      return [];
  }
}

const OPEN_AGAIN =
  'the calendar is open again. It stood still when the window was over, and goes on when you press Resume on its card.';

/** Who is asked first: of a failed step whoever does it, and of anything else who leads. */
function askedBy(run: ReleaseRun, id: string | null): readonly string[] {
  const step = id === null ? null : findStep(run, id);
  const first = step === null || step.verb === 'approve' ? [] : doers(run, step);
  return peopleOf(run, first).length > 0 ? first : pauseRoles(run);
}

/** Nobody took it: those who answer for it, and have not been asked yet. */
function unclaimed(run: ReleaseRun, id: string): readonly EffectAsk[] {
  const step = findStep(run, id);
  if (step === null) return [];
  return direct(run, answerable(run, step), { about: 'unclaimed', step: id }, peopleOf(run, askedBy(run, id)));
}

function personOf({ actor }: Fact): string | null {
  return actor.kind === 'person' ? actor.user : null;
}

/** The first time, and whenever what they said counts no more: `says` why. */
function askVoters(run: ReleaseRun, id: string, body: JsonObject = {}): readonly EffectAsk[] {
  const step = findStep(run, id);
  if (step?.verb !== 'approve' || stateOf(run, id).status !== 'waiting') return [];
  return direct(run, votingRoles(step), { about: 'vote', step: id, ...body });
}

/** To whoever does what a phase asks, when its moment has come: only where somebody named a time. */
function begins(run: ReleaseRun, id: string): readonly EffectAsk[] {
  const dated = run.T === null || !run.timed ? undefined : datedPhases(run, run.T).find(one => one.id === id);
  const startedAt = run.phases[id]?.startedAt ?? null;
  if (dated === undefined || startedAt === null) return [];
  return remind(run, id, { about: 'phase', phase: id, late: startedAt - dated.at });
}

function notBegun(run: ReleaseRun, phase: string, says: string): readonly EffectAsk[] {
  return remind(run, phase, { about: 'phase-due', phase, says });
}

/** The phase that is to enter production next. */
function entering(run: ReleaseRun): string {
  const next = run.runbook.phases.find(phase => phase.touchesProduction && run.phases[phase.id]?.status === 'pending');
  return next?.id ?? '';
}

function remind(run: ReleaseRun, phase: string, body: JsonObject): readonly EffectAsk[] {
  return direct(run, run.runbook.phases.find(one => one.id === phase)?.roles ?? [], body);
}

/** Who is asked when a run stands still: the roles of the phase, and the accountable of a rollback. */
function pauseRoles(run: ReleaseRun): readonly string[] {
  const phase = run.runbook.phases.find(one => run.phases[one.id]?.status === 'running');
  return [...new Set([...(phase?.roles ?? []), ...accountable(run)])];
}

/** Who answers for a rollback, and is told of it at once. */
function accountable(run: ReleaseRun): readonly string[] {
  return run.runbook.product.raci[run.runbook.rollback?.activity ?? 'rollback']?.accountable ?? [];
}

/** Questions that were answered or changed are redrawn without the buttons that no longer work. */
function answered(run: ReleaseRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const touched = new Map<string, { readonly step: string; readonly attempt: number }>();
  const touch = (step: string, attempt: number) => touched.set(messageName(step, attempt), { step, attempt });
  for (const fact of facts) {
    if (REDRAWS.has(fact.type) && 'step' in fact.data && typeof fact.data.step === 'string') {
      const { attempt } = 'attempt' in fact.data ? fact.data : stateOf(run, fact.data.step);
      const ofList = findStep(run, fact.data.step)?.verb === 'checkpoint';
      touch(fact.data.step, ofList ? Math.max(attempt, LIST_ATTEMPT) : attempt);
    }
    if (fact.type === 'people.looked-up')
      for (const [id, { status, attempt }] of Object.entries(run.steps))
        if (status === 'waiting' || status === 'failed' || status === 'interrupted') touch(id, attempt);
    if (fact.type === 'notes.edited') for (const step of openGates(run)) touch(step, stateOf(run, step).attempt);
    if (run.notes !== null && closesNotes(run, fact)) touch(run.notes.step, stateOf(run, run.notes.step).attempt);
    if (fact.type === 'override.given')
      touch(fact.data.what.split(':')[0] ?? '', stateOf(run, fact.data.what.split(':')[0] ?? '').attempt);
    if (fact.type === 'release.aborted' || fact.type === 'release.rollback-started') {
      for (const [id, state] of Object.entries(run.steps))
        if (state.status === 'failed' || state.status === 'interrupted') touch(id, state.attempt);
      for (const list of listsLeft(run)) touch(list.id, LIST_ATTEMPT);
    }
  }
  return [...touched].filter(([, { attempt }]) => attempt > 0).map(([name, body]) => redraw(run, name, body));
}

/** Their Go is bound to what is approved, so it is drawn anew when that changed. */
function openGates(run: ReleaseRun): readonly string[] {
  const steps = run.runbook.phases.flatMap(phase => phase.steps);
  return steps.flatMap(({ id, verb }) => (verb === 'approve' && stateOf(run, id).status === 'waiting' ? [id] : []));
}

/** From here on nobody edits the release notes, so their message loses its button. */
function closesNotes(run: ReleaseRun, fact: Fact): boolean {
  if (fact.type !== 'phase.started') return fact.type === 'release.aborted' || fact.type === 'release.rollback-started';
  return run.runbook.phases.some(phase => phase.id === fact.data.phase && phase.touchesProduction);
}

function card(run: ReleaseRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const started = facts.some(fact => fact.type === 'release.started');
  if (started || facts.every(fact => isTrouble(fact, 'chat.'))) return [];
  const figuresOnly = facts.every(fact => fact.type === 'watch.swept' || fact.type === 'command.output');
  const last = facts.at(-1);
  return [redraw(run, 'card', {}, figuresOnly && last ? last.at + FIGURES_MS : undefined)];
}
