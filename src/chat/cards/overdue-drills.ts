import { sentenceCase } from '#src/base/sentence-case.ts';
import type { OverdueDrill } from '#src/domain/product/events.ts';
import type { ProductStream } from '#src/domain/product/state.ts';
import { section } from '../blocks.ts';
import { when } from '../dates.ts';
import { code, inert, mention } from '../escape.ts';
import { bounded } from '../limits.ts';
import type { Message } from '../message.ts';

/** `passed`: the run that came through since it was said to be overdue; null: none did. */
export type DrillNow = OverdueDrill & { readonly passed: string | null };

/** Once a working day: each drill that is overdue, whose it is, since when, and how to begin it. */
export function overdueDrillsMessage({ definition }: ProductStream, drills: readonly DrillNow[]): Message {
  const left = drills.filter(drill => drill.passed === null);
  const title = titleOf(inert(definition.title), left.length);
  const names = left.length === 0 ? drills : left;
  return bounded({
    text: `${title}: ${names.map(drill => inert(drill.title)).join(', ')}.`,
    blocks: [
      section(`${left.length === 0 ? '✔' : '⚠'} *${title}*`),
      ...drills.map(drill => section(...lines(drill, definition.name))),
    ],
  });
}

function titleOf(product: string, left: number): string {
  if (left === 0) return `No drill of ${product} is overdue any more`;
  return left === 1 ? `A drill of ${product} is overdue` : `${left} drills of ${product} are overdue`;
}

function lines(drill: DrillNow, product: string): readonly string[] {
  if (drill.passed !== null) return [`✔ *${inert(drill.title)}* passed since (${inert(drill.passed)}).`];
  const who = [drill.roles.map(inert).join(', '), drill.people.map(mention).join(', ')].join(' ').trim();
  const since = drill.since === null ? '' : `Overdue since ${when(drill.since)}: `;
  const says = since === '' ? sentenceCase(drill.says) : drill.says;
  return [
    `*${inert(drill.title)}* (every ${inert(drill.every)}) · ${who}`,
    `${since}${inert(says)}.`,
    drill.running === null
      ? `Start it with ${howToStart(drill.drill, product)}`
      : `${inert(drill.running)} is on its way.`,
  ];
}

/** Said where drills are overdue: how to begin one. */
export function howToStart(drill: string, product: string): string {
  return code(`/runbook start ${drill} ${product}`);
}
