import type { KnownBlock } from '@slack/types';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { resolvedText, titleOf } from '#src/domain/procedure/titles.ts';
import { actions, button, context, section } from '../../blocks.ts';
import { inert, link, mention } from '../../escape.ts';
import { shown } from '../../shown.ts';
import { stepValue } from '../../values.ts';
import { itemBlocks, openItems } from './items.ts';

type Of<V extends AnyStep['verb']> = Extract<AnyStep, { verb: V }>;

/** What one step asks of a person, with the buttons that answer it. Go/no-go is approve.ts. */
export function askedBlocks(run: Run, step: AnyStep): readonly KnownBlock[] {
  const state = stateOf(run, step.id);
  const first = state.resolved['confirmFirst'];
  if (typeof first === 'string')
    return [section(inert(first)), ...actions(confirmButton(run, step, 'Yes, run it'), skipButton(run, step))];
  switch (step.verb) {
    case 'confirm':
      return [...sentence(run, step, step.text), ...evidence(run, step), ...answer(run, step)];
    case 'checkpoint':
      return [
        ...sentence(run, step, step.says),
        ...itemBlocks(run, step),
        ...evidence(run, step),
        ...answer(run, step),
      ];
    case 'checklist':
      return [
        ...itemBlocks(run, step),
        ...evidence(run, step),
        ...actions(attachButton(run, step), skipButton(run, step)),
      ];
    case 'ask':
      return ask(run, step);
    case 'attach':
      return attach(run, step);
    default:
      return [...actions(skipButton(run, step))];
  }
}

/** What is to be confirmed, where the heading does not say it already. */
function sentence(run: Run, step: AnyStep, text: string): readonly KnownBlock[] {
  const { resolved } = stateOf(run, step.id);
  const said = typeof resolved['text'] === 'string' ? resolved['text'] : resolvedText(run, step, text);
  return said === titleOf(run, step) ? [] : [section(shown(run, said))];
}

/** Confirm is there only when nothing it waits for is open. */
function answer(run: Run, step: Of<'confirm'> | Of<'checkpoint'>): readonly KnownBlock[] {
  const lacksEvidence = step.evidence !== null && stateOf(run, step.id).evidence.length === 0;
  const ready = !lacksEvidence && openItems(run, step).length === 0;
  return actions(ready ? confirmButton(run, step, 'Confirm') : null, attachButton(run, step), skipButton(run, step));
}

function confirmButton(run: Run, step: AnyStep, text: string) {
  return button({ text, action: 'release.confirm', value: stepValue(run, step.id), style: 'primary' });
}

export function skipButton(run: Run, step: AnyStep) {
  if (step.skip.by === 'never' || step.verb === 'approve') return null;
  return button({ text: 'Skip…', action: 'release.skip', value: stepValue(run, step.id) });
}

function attachButton(run: Run, step: AnyStep) {
  if (step.evidence === null) return null;
  const value = stepValue(run, step.id, { label: step.evidence });
  return button({ text: `Attach ${EVIDENCE[step.evidence]}…`, action: 'release.attach', value });
}

const EVIDENCE = { link: 'a link', file: 'a file', image: 'an image', log: 'a log' } as const;

/** What is attached, and that something must be. */
function evidence(run: Run, step: AnyStep): readonly KnownBlock[] {
  const attached = attachedLine(run, step);
  if (attached !== null) return [context(attached)];
  return step.evidence === null ? [] : [context(`Evidence is needed first: ${EVIDENCE[step.evidence]}.`)];
}

function attachedLine(run: Run, step: AnyStep): string | null {
  const { evidence: attached } = stateOf(run, step.id);
  if (attached.length === 0) return null;
  return `Attached: ${attached.map(one => `${link(one.link, one.label)} by ${mention(one.by)}`).join(', ')}`;
}

function ask(run: Run, step: Of<'ask'>): readonly KnownBlock[] {
  const fields = step.fields.map(field => `• ${inert(field.ask)}`);
  const open = button({ text: 'Answer…', action: 'release.answer', value: stepValue(run, step.id), style: 'primary' });
  return [section(...fields), ...actions(open, skipButton(run, step))];
}

function attach(run: Run, step: Of<'attach'>): readonly KnownBlock[] {
  const { evidence: attached } = stateOf(run, step.id);
  const missing = Object.entries(step.wanted).filter(([label]) => !attached.some(one => one.label === label));
  const lines = missing.map(([label, question]) => `☐ ${inert(label)}: ${inert(question)}`);
  const buttons = missing.map(([label], index) =>
    button({ text: `Attach ${label}…`, action: `release.attach:${index}`, value: stepValue(run, step.id, { label }) }),
  );
  const there = attachedLine(run, step);
  return [
    section(...lines),
    ...(there === null ? [] : [context(there)]),
    ...actions(...buttons, skipButton(run, step)),
  ];
}
