import type { JsonObject } from '#src/base/json.ts';
import { sentenceCase } from '#src/base/sentence-case.ts';
import type { OverdueDrill } from '#src/domain/product/events.ts';
import type { ProductStream } from '#src/domain/product/state.ts';
import { section } from '../blocks.ts';
import { when } from '../dates.ts';
import { code, inert, mention } from '../escape.ts';
import { bounded } from '../limits.ts';
import type { Message } from '../message.ts';

/** Once a working day: each drill that is overdue, whose it is, since when, and how to begin it. */
export function overdueDrillsMessage({ definition }: ProductStream, body: JsonObject): Message {
  const drills = body['drills'] as unknown as readonly OverdueDrill[];
  const product = inert(definition.title);
  const title =
    drills.length === 1 ? `A drill of ${product} is overdue` : `${drills.length} drills of ${product} are overdue`;
  return bounded({
    text: `${title}: ${drills.map(drill => inert(drill.title)).join(', ')}.`,
    blocks: [section(`⚠ *${title}*`), ...drills.map(drill => section(...lines(drill, definition.name)))],
  });
}

function lines(drill: OverdueDrill, product: string): readonly string[] {
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
