import type { KnownBlock } from '@slack/types';
import { unreachable } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { context, header, section } from '../blocks.ts';
import { when } from '../dates.ts';
import { inert, mention } from '../escape.ts';
import { bounded, cut } from '../limits.ts';
import type { Message } from '../message.ts';
import { sayRole } from '../who.ts';
import { drillButtons } from './drill/buttons.ts';
import { sayStep, stepInHand } from './release/doing.ts';
import { phaseStrip } from './release/phases.ts';
import { rolesAsked } from './release/waiting.ts';

const TROUBLES_MAX = 3;
const SENTENCE_MAX = 600;

/** The one message of a drill that always shows its present state. */
export function drillCard(run: DrillRun, now: Instant): Message {
  const state = stateWords(run);
  const troubles = run.troubles.slice(-TROUBLES_MAX).map(says => `Trouble: ${inert(cut(says, SENTENCE_MAX))}`);
  const blocks: KnownBlock[] = [
    header(`${SIGN[run.status]} ${cut(`${run.id} · ${run.title}`, 130 - state.length)} · ${state}`),
    section(phaseStrip(run)),
    ...lines(nowLines(run, now)),
    ...lines(endLines(run)),
    section(waitingLine(run)),
    ...(troubles.length === 0 ? [] : [context(troubles.join('\n'))]),
    ...drillButtons(run),
  ];
  return bounded({ text: inert(cut(`Drill ${run.id}, ${run.title}: ${state}.`, SENTENCE_MAX)), blocks });
}

/** Beside the words, never instead of them. */
const SIGN = { running: '🧪', passed: '✅', failed: '⚠️', aborted: '⏹️' } as const;

function stateWords(run: DrillRun): string {
  switch (run.status) {
    case 'running':
      return isStuck(run) ? 'Stands still' : 'Drill';
    case 'passed':
      return 'Passed';
    case 'failed':
      return 'Not passed';
    case 'aborted':
      return 'Aborted';
    default:
      return unreachable(run.status);
  }
}

function isStuck(run: DrillRun): boolean {
  const step = stepInHand(run);
  return step !== null && ['failed', 'interrupted'].includes(stateOf(run, step.id).status);
}

function nowLines(run: DrillRun, now: Instant): readonly string[] {
  const step = run.status === 'running' ? stepInHand(run) : null;
  return step === null ? [] : [`Now: ${sayStep(run, step, now)}`];
}

/** How it came out, why it did not pass, and what was noted. */
function endLines(run: DrillRun): readonly string[] {
  const { result, abort } = run;
  const ended = run.endedAt === null ? '' : when(run.endedAt);
  const noted = (result?.records ?? []).map(({ ask, value }) => `• ${inert(ask)} *${inert(value ?? 'not known')}*`);
  if (abort !== null)
    return [
      `*Aborted* ${ended} by ${mention(abort.by)}: ${inert(abort.reason)}`,
      result === null ? 'Nothing of it was done, so it is no result.' : 'It counts as a drill that did not pass.',
    ];
  if (result === null) return [];
  const reasons = result.reasons.map(reason => `✖ ${inert(cut(reason, SENTENCE_MAX))}`);
  return [`*${result.passed ? 'Passed' : 'Not passed'}* ${ended}`, ...reasons, ...noted];
}

function waitingLine(run: DrillRun): string {
  const lead = `Started by ${mention(run.initiator)} ${when(run.startedAt)}`;
  if (run.status !== 'running') return lead;
  const roles = waitingInDrill(run);
  const waiting = roles.length === 0 ? 'nobody' : roles.map(role => sayRole(run, role)).join(', ');
  return `Waiting for: ${waiting} · ${lead}`;
}

/** The roles without whom it does not go on. */
export function waitingInDrill(run: DrillRun): readonly string[] {
  const step = run.status === 'running' ? stepInHand(run) : null;
  if (step === null) return [];
  if (isStuck(run)) return run.runbook.roles;
  return stateOf(run, step.id).status === 'waiting' ? rolesAsked(run, step) : [];
}

function lines(said: readonly string[]): readonly KnownBlock[] {
  return said.length === 0 ? [] : [section(...said)];
}
