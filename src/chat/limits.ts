import type { KnownBlock } from '@slack/types';
import type { Message } from './message.ts';

/** chat.update refuses longer texts (reference: Block Kit limits); some room is left. */
export const TEXT_MAX = 3_900;
/** One section; Slack allows 3,000. */
export const SECTION_MAX = 2_900;
const BLOCKS_MAX = 50;
/** All blocks of a message together; Slack allows 13,200. */
const TOTAL_MAX = 12_500;

/** Ends a text that is too long with `…`. `max` counts UTF-16 units, which are never fewer than Slack's characters. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, Math.max(0, max - 1));
  // Half an emoji, half an entity or half a mention would be shown as rubbish.
  return `${head.replace(/[\uD800-\uDBFF]$/, '').replace(/(?:&[a-z]{0,4}|<[^<>]*)$/, '')}…`;
}

/** The end of a text that is too long: of a command's output the last lines matter. */
export function cutHead(text: string, max: number): string {
  return text.length <= max ? text : `…${text.slice(text.length - max + 1).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/** A message Slack takes, whatever its parts came to: text is cut first, buttons stay. */
export function bounded(message: Message): Message {
  const text = cut(message.text, TEXT_MAX);
  if (message.blocks === undefined) return { text };
  const kept = shorten(message.blocks);
  if (kept.length <= BLOCKS_MAX) return { text, blocks: kept };
  const more = 'There is more than one message can show; the timeline has all of it.';
  const note: KnownBlock = { type: 'context', elements: [{ type: 'mrkdwn', text: more }] };
  return { text, blocks: [...kept.slice(0, BLOCKS_MAX - 1), note] };
}

function shorten(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  let left = TOTAL_MAX - sum(blocks.filter(block => block.type !== 'section').map(lengthOf));
  return blocks.flatMap(block => {
    if (block.type !== 'section' || block.text === undefined) return [block];
    const room = Math.max(0, left - (lengthOf(block) - block.text.text.length));
    left -= Math.min(lengthOf(block), left);
    if (room < 2) return [];
    return [{ ...block, text: { ...block.text, text: cut(block.text.text, Math.min(room, SECTION_MAX)) } }];
  });
}

/** All text a block shows, wherever it stands in it. */
function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return sum(value.map(lengthOf));
  if (typeof value !== 'object' || value === null) return 0;
  return sum(
    Object.entries(value).map(([name, content]) =>
      name === 'text' && typeof content === 'string' ? content.length : lengthOf(content),
    ),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
