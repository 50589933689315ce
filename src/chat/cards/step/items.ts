import type { KnownBlock } from '@slack/types';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { resolvedText, titleById } from '#src/domain/procedure/titles.ts';
import type { ChecklistItem } from '#src/domain/runbook/model/step.ts';
import { actions, button, confirmation, context, section } from '../../blocks.ts';
import { inert, mention } from '../../escape.ts';
import { cut } from '../../limits.ts';
import { shown } from '../../shown.ts';
import { stepValue } from '../../values.ts';
import { sayRole, sayRoles } from '../../who.ts';
import { figureOf } from '../figures.ts';

/** What fits into one message with long items, their questions included; the next ones show as soon as some are ticked. */
const OPEN_MAX = 12;
const ITEM_MAX = 300;

type Listed = Extract<AnyStep, { items: readonly ChecklistItem[] }>;

/** The boxes of a checklist: those that hold in one block, open ones with their buttons. */
export function itemBlocks(run: Run, step: Listed): readonly KnownBlock[] {
  const { ticks } = stateOf(run, step.id);
  const open = openItems(run, step);
  const done = step.items.filter(item => !open.includes(item));
  const ticked = done.map(
    item => `✔ ${shown(run, textOf(run, step, item))}${tickedBy(run, item, ticks[item.id]?.by ?? null)}`,
  );
  const questions = open.slice(0, OPEN_MAX).flatMap(item => openItem(run, step, item));
  const more = open.length - OPEN_MAX;
  return [
    ...(ticked.length === 0 ? [] : [section(...ticked)]),
    ...questions,
    ...(more > 0 ? [context(`${more} more after these.`)] : []),
  ];
}

/** Items that do not hold, or of which nobody has said so yet. */
export function openItems(run: Run, step: AnyStep): readonly ChecklistItem[] {
  if (step.verb !== 'checklist' && step.verb !== 'checkpoint') return [];
  const { ticks } = stateOf(run, step.id);
  return step.items.filter(item => ticks[item.id]?.holds !== true);
}

function openItem(run: Run, step: Listed, item: ChecklistItem): readonly KnownBlock[] {
  const text = textOf(run, step, item);
  const tick = stateOf(run, step.id).ticks[item.id];
  const who = sayOwner(run, step, item);
  const denied = tick ? `✖ does not hold${by(tick.by)}${tick.remark ? `: ${inert(tick.remark)}` : ''}` : '';
  const press = (holds: boolean) => stepValue(run, step.id, { item: item.id, holds });
  return [
    section(`☐ ${shown(run, text)}${who}`, denied, ...beside(run, item)),
    ...actions(
      button({ text: 'Holds', action: `release.tick:${item.id}.yes`, value: press(true), style: 'primary' }),
      button({
        text: 'Does not hold',
        action: `release.tick:${item.id}.no`,
        value: press(false),
        confirm: confirmation({
          title: 'It does not hold?',
          text: `“${cut(text, 80)}”. ${run.kind === 'release' ? `This pauses ${run.id} until somebody resumes it.` : 'It stays open on the list, with your name.'}`,
          yes: 'It does not hold',
        }),
      }),
    ),
  ];
}

/** Whose it is; in a list that is all for the same people its first line says so. */
function sayOwner(run: Run, step: Listed, { role }: ChecklistItem): string {
  if (role !== null) return ` – ${sayRole(run, role)}`;
  const mixed = step.items.some(one => one.role !== null) && step.roles.length > 0;
  return mixed ? ` – ${sayRoles(run, step.roles)}` : '';
}

/** Who ticked it; nobody did where it rests on a step that is done. */
function tickedBy(run: Run, item: ChecklistItem, user: string | null): string {
  return user === null
    ? resting(run, item)
        .map(line => ` – ${line}`)
        .join('')
    : by(user);
}

/** Live figures, and how the step it rests on ended: what helps to judge it, without judging it. */
function beside(run: Run, item: ChecklistItem): readonly string[] {
  const figures = item.show.flatMap(name => figureOf(run, name) ?? []);
  return [...(figures.length === 0 ? [] : [figures.join(' · ')]), ...resting(run, item)];
}

function resting(run: Run, item: ChecklistItem): readonly string[] {
  if (item.from === null) return [];
  const { status, says } = stateOf(run, item.from);
  return status === 'pending' ? [] : [`_${inert(titleById(run, item.from))}: ${inert(cut(says || status, 150))}_`];
}

/** As resolved when the step started; before that as far as it can be now. */
function textOf(run: Run, step: Listed, item: ChecklistItem): string {
  const { resolved } = stateOf(run, step.id);
  const texts = resolved['items'];
  const text = Array.isArray(texts) ? texts[step.items.indexOf(item)] : undefined;
  return cut(typeof text === 'string' ? text : resolvedText(run, step, item.item), ITEM_MAX);
}

function by(user: string | null): string {
  return user === null ? '' : ` (${mention(user)})`;
}
