import type { KnownBlock } from '@slack/types';
import type { Instant } from '#src/base/time.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { concernedBy, pagesOfPause } from '#src/domain/release/paging.ts';
import { context, header, section } from '../blocks.ts';
import { when } from '../dates.ts';
import { inert, link, mention, say } from '../escape.ts';
import { bounded, cut } from '../limits.ts';
import type { Message } from '../message.ts';
import { asSentence } from '../words.ts';
import { figures } from './figures.ts';
import { gateLines } from './gate.ts';
import { pageLine } from './incident/pages.ts';
import { cardButtons } from './release/buttons.ts';
import { doing, stepInHand } from './release/doing.ts';
import { phaseStrip, waveNow } from './release/phases.ts';
import { rollbackLines } from './release/rollback-lines.ts';
import { stateSign, stateWords, verdictWords, whatIsReleased } from './release/state-words.ts';
import { waitingLine } from './release/waiting.ts';
import { holdLines, passingLines, warningLines } from './release/warning-lines.ts';
import { windowLines } from './release/window-lines.ts';

/** Where several things went wrong, the last ones matter; all are on the timeline. */
const TROUBLES_MAX = 3;
const SENTENCE_MAX = 600;
const PAGES_MAX = 3;

/**
 * The one message of a release that always shows its present state. It shows instants and never the time that is left, so
 * `now` only tells what is past.
 */
export function releaseCard(run: ReleaseRun, now: Instant): Message {
  const blocks: KnownBlock[] = [
    header(`${stateSign(run)} ${headline(run)}`),
    section(phaseStrip(run)),
    ...lines(nowLines(run, now)),
    ...lines(pauseLines(run)),
    ...lines(pages(run)),
    ...lines(holdLines(run)),
    ...lines(passingLines(run)),
    ...lines(windowLines(run)),
    ...lines(warningLines(run)),
    ...lines(rollbackLines(run)),
    ...gate(run),
    ...lines(endLines(run, now)),
    section(waitingLine(run)),
    ...troubles(run),
    ...cardButtons(run),
  ];
  return bounded({ text: sentence(run), blocks });
}

/** `REL-12 · VALERO 1.3.0 minor · canary · Rollout`. Not escaped: a header is plain text. */
function headline(run: ReleaseRun): string {
  const state = stateWords(run);
  return `${cut(`${run.id} · ${whatIsReleased(run)} · ${run.runbook.strategy}`, 140 - state.length)} · ${state}`;
}

/** What notifications and screen readers get: the whole card in a sentence or two. */
function sentence(run: ReleaseRun): string {
  const wave = waveNow(
    run,
    run.runbook.phases.flatMap(phase => phase.steps),
  );
  const state = wave === null ? stateWords(run) : `${stateWords(run)}, ${wave}`;
  const why = run.pause ? ` ${run.pause.says}` : run.rollback ? ` ${run.rollback.reason}` : '';
  return say(cut(`${run.id}, ${whatIsReleased(run)}: ${state}.${why}`, SENTENCE_MAX), [run.pause?.by ?? null]);
}

function nowLines(run: ReleaseRun, now: Instant): readonly string[] {
  const does = run.pause === null ? doing(run, now) : null;
  const measured = figures(run).join(' · ');
  return [...(does === null ? [] : [`Now: ${does}`]), ...(measured === '' ? [] : [`Figures: ${measured}`])];
}

function pauseLines(run: ReleaseRun): readonly string[] {
  const { pause } = run;
  if (pause === null) return [];
  const by = pause.by === null || pause.says.includes(pause.by) ? '' : ` by ${mention(pause.by)}`;
  return [`*Paused* since ${when(pause.at)}${by}: ${say(pause.says, [pause.by])}`];
}

/** What is known of the pages for this pause, and nothing beyond it. */
function pages(run: ReleaseRun): readonly string[] {
  const of = { concerned: concernedBy(run), says: inert };
  return pagesOfPause(run)
    .slice(-PAGES_MAX)
    .map(page => pageLine(of, page));
}

/** The checklist of the go/no-go that is open. */
function gate(run: ReleaseRun): readonly KnownBlock[] {
  const step = stepInHand(run);
  if (step?.verb !== 'approve' || stateOf(run, step.id).status !== 'waiting') return [];
  return lines(gateLines(run, step));
}

function endLines(run: ReleaseRun, now: Instant): readonly string[] {
  const { abort, verdict, reports } = run;
  const ended = run.endedAt === null ? '' : when(Math.min(run.endedAt, now));
  const files = reports.map(file => (file.permalink === null ? inert(file.name) : link(file.permalink, file.name)));
  return [
    abort === null
      ? ''
      : `*Aborted* ${ended} by ${mention(abort.by)}: ${inert(asSentence(abort.reason))} What is deployed stays as it is.`,
    verdict === null ? '' : `*Completed* ${ended}${verdictWords(verdict)}`,
    ...(verdict?.lines ?? []).map(
      line => `${VERDICT[line.outcome] ?? '?'} ${inert(line.says)} – ${say(cut(line.why, SENTENCE_MAX), voters(run))}`,
    ),
    files.length === 0 ? '' : `Reports: ${files.join(', ')}`,
  ].filter(line => line !== '');
}

/** Those whose vote a verdict may name. */
function voters(run: ReleaseRun): readonly string[] {
  return Object.values(run.steps).flatMap(step => step.gate?.votes.map(vote => vote.user) ?? []);
}

const VERDICT: { readonly [outcome: string]: string } = {
  met: '✔ Met:',
  'not-met': '✖ Not met:',
  'not-known': '? Not known:',
};

function troubles(run: ReleaseRun): readonly KnownBlock[] {
  const last = run.troubles.slice(-TROUBLES_MAX);
  return last.length === 0 ? [] : [context(last.map(says => `Trouble: ${inert(cut(says, SENTENCE_MAX))}`).join('\n'))];
}

function lines(said: readonly string[]): readonly KnownBlock[] {
  return said.length === 0 ? [] : [section(...said)];
}
