import type { KnownBlock } from '@slack/types';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { resolvedText, titleOf } from '#src/domain/procedure/titles.ts';
import type { Doing } from '#src/domain/runbook/model/step.ts';
import { actions, button, preformatted, section } from '../../blocks.ts';
import { when } from '../../dates.ts';
import { code, inert, mention } from '../../escape.ts';
import { roleWithPeople } from '../../incident-roles.ts';
import { saysOf } from '../../incident-words.ts';
import { cut, cutHead } from '../../limits.ts';
import { runValue, stepValue } from '../../values.ts';
import { figureOf } from '../figures.ts';
import { askedBlocks, skipButton } from '../step/asked.ts';
import { haveIt, mitigated, postUpdate, resolve, severity } from './buttons.ts';

const SAYS_MAX = 220;
/** Enough to see what went wrong; the whole output is kept beside the timeline. */
const TAIL_MAX = 900;

/** `✔ Take command (IC) – <@U1> has command`: how a step ended, in one line. */
export function settledLine(run: IncidentRun, step: AnyStep): string {
  const state = stateOf(run, step.id);
  const by = state.by === null ? '' : ` (${mention(state.by)})`;
  const found = shown(run, step) ?? outcome(run, step);
  return `${SIGN[state.status] ?? '–'} ${inert(titleOf(run, step))}${found === '' ? '' : ` – ${found}`}${by}`;
}

const SIGN: { readonly [status: string]: string } = {
  done: '✔',
  skipped: '⤼ skipped:',
  off: '– off:',
  cancelled: '– called off:',
};

function outcome(run: IncidentRun, step: AnyStep): string {
  const { says, tail } = stateOf(run, step.id);
  const told = saysOf(run, cut(says, SAYS_MAX));
  const last = tail
    .trim()
    .split('\n')
    .filter(line => line.trim() !== '');
  return last.length === 0
    ? told
    : `${told}: ${code(cut(last[0] ?? '', 120))}${last.length > 1 ? ` and ${last.length - 1} more lines` : ''}`;
}

/** Of a `show` its figures as they are now, where something still measures them. */
function shown(run: IncidentRun, step: AnyStep): string | null {
  if (step.verb !== 'show' || stateOf(run, step.id).status !== 'done' || run.status === 'resolved') return null;
  const now = step.metrics.flatMap(name => figureOf(run, name) ?? []);
  return now.length < step.metrics.length ? null : now.join(' · ');
}

/** A step that runs, waits for somebody or failed, with whatever answers it. */
export function openStepBlocks(run: IncidentRun, step: AnyStep): readonly KnownBlock[] {
  const { status, startedAt } = stateOf(run, step.id);
  const title = inert(titleOf(run, step));
  if (status === 'running') return [section(`▶ ${title}${startedAt === null ? '' : `, since ${when(startedAt)}`}`)];
  if (status !== 'waiting') return failed(run, step);
  const roles = step.roles.map(role => roleWithPeople(run, role)).join(' or ');
  const head = section(`☐ *${title}*${roles === '' ? '' : ` – ${roles}`}`);
  if (step.verb === 'do') return [head, ...actions(...doButtons(run, step.what), skipButton(run, step))];
  if (step.verb === 'start') return [head, ...actions(startButton(run, step.id), skipButton(run, step))];
  return [head, ...askedBlocks(run, step)];
}

/** The bot's own buttons as a step: the step is done when what they do is so, whoever pressed where. */
function doButtons(run: IncidentRun, what: Doing) {
  switch (what) {
    case 'acknowledge':
      return [haveIt(run)];
    case 'lead':
      return [button({ text: 'Take command', action: 'incident.take', value: runValue(run), style: 'primary' })];
    case 'severity':
      return [severity(run)];
    case 'update':
      return [postUpdate(run)];
    case 'mitigated':
      return [mitigated(run)];
    case 'resolve':
      return [resolve(run)];
  }
}

function startButton(run: IncidentRun, step: string) {
  return button({ text: 'Start it…', action: 'incident.start', value: stepValue(run, step), style: 'primary' });
}

function failed(run: IncidentRun, step: AnyStep): readonly KnownBlock[] {
  const state = stateOf(run, step.id);
  const how =
    state.status === 'interrupted'
      ? 'was interrupted, and nobody knows whether it was done'
      : state.unknown
        ? 'could not be told'
        : 'failed';
  const tail = (state.detail ?? '').trim() || state.tail.trim();
  const hint = step.ifFails === null ? '' : `What to try: ${inert(resolvedText(run, step, step.ifFails))}`;
  const own = step.verb === 'check' ? '' : tail;
  return [
    section(`✖ *${inert(titleOf(run, step))}* ${how}: ${inert(cut(state.says, 800))}`, hint),
    ...(own === '' ? [] : [preformatted(cutHead(own, TAIL_MAX))]),
    ...actions(
      button({ text: 'Retry', action: 'release.retry', value: stepValue(run, step.id) }),
      skipButton(run, step),
    ),
  ];
}
