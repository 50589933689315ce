import type { JsonObject } from '#src/base/json.ts';
import { checkBlocks } from '../blocks/check-blocks.ts';
import { lengthOf } from '../blocks/check-shape.ts';
import type { BlockBreach } from '../blocks/shapes.ts';
import type { Breach, Judge } from '../judge.ts';
import type { Content } from '../messages.ts';
import { isObject } from './arguments.ts';
import { checkMetadata } from './metadata.ts';

/** What a message is to be made of, before anybody looked at it. */
export type Draft = {
  readonly text: string | undefined;
  readonly markdown: string | undefined;
  readonly blocks: unknown;
  readonly attachments: unknown;
  readonly metadata: unknown;
};

const TEXT_MAX = 40_000;
const UPDATE_TEXT_MAX = 4_000;
const MARKDOWN_MAX = 12_000;
const ATTACHMENTS_MAX = 100;

/** Throws `Refused` when Slack, or a person who reads notifications, would object. */
export function judgeContent(draft: Draft, judge: Judge, updating = false): Content {
  const { text, markdown, blocks, attachments, metadata } = draft;
  judge.refuse(checkText(draft, updating));
  if (blocks !== undefined) judge.refuse(checkBlocks(blocks, 'message', '/blocks').map(asRefusal));
  judge.refuse(checkAttachments(attachments));
  // An empty object takes the metadata of an updated message away.
  const wiped = updating && isObject(metadata) && Object.keys(metadata).length === 0;
  if (metadata !== undefined && !wiped) judge.refuse(checkMetadata(metadata));
  return {
    text: text ?? markdown ?? '',
    ...(Array.isArray(blocks) && blocks.length > 0 ? { blocks: withIds(blocks) } : {}),
    ...(Array.isArray(attachments) ? { attachments: attachments.filter(isObject) } : {}),
    ...(isObject(metadata) && !wiped ? { metadata } : {}),
  };
}

function checkText({ text, markdown, blocks, attachments }: Draft, updating: boolean): readonly Breach[] {
  const breaches: Breach[] = [];
  const silent = (text ?? '').trim() === '' && markdown === undefined;
  const hasBlocks = blocks !== undefined && !(Array.isArray(blocks) && blocks.length === 0);
  const says = hasBlocks || (Array.isArray(attachments) && attachments.length > 0);
  if (silent && !says) breaches.push({ rule: 'text-present', error: 'no_text', message: 'the message says nothing' });
  if (silent && hasBlocks) {
    const message = '[ERROR] missing text: text is what notifications read [json-pointer:/text]';
    breaches.push({ rule: 'text-beside-blocks', error: 'invalid_arguments', message });
  }
  const max = updating ? UPDATE_TEXT_MAX : TEXT_MAX;
  const length = lengthOf(text ?? '');
  if (length > max) {
    breaches.push({
      rule: 'text-length',
      error: 'msg_too_long',
      message: `text is ${length} characters, at most ${max}`,
    });
  }
  if (markdown !== undefined && (text !== undefined || hasBlocks)) {
    const message = 'markdown_text goes without text and blocks';
    breaches.push({ rule: 'markdown-alone', error: 'markdown_text_conflict', message });
  }
  if (lengthOf(markdown ?? '') > MARKDOWN_MAX) {
    breaches.push({ rule: 'markdown-length', error: 'msg_too_long', message: 'markdown_text is too long' });
  }
  return breaches;
}

function checkAttachments(attachments: unknown): readonly Breach[] {
  if (!Array.isArray(attachments)) return [];
  const breaches: Breach[] = [];
  if (attachments.length > ATTACHMENTS_MAX) {
    const message = `${attachments.length} attachments, at most ${ATTACHMENTS_MAX}`;
    breaches.push({ rule: 'attachments-count', error: 'too_many_attachments', message });
  }
  for (const [index, attachment] of attachments.entries()) {
    if (!isObject(attachment) || attachment['blocks'] === undefined) continue;
    breaches.push(...checkBlocks(attachment['blocks'], 'message', `/attachments/${index}/blocks`).map(asRefusal));
  }
  return breaches;
}

/** The word Slack has for a breach inside the blocks of a message. */
function asRefusal({ rule, pointer, message }: BlockBreach): Breach {
  const error = ERROR_WORDS.get(rule) ?? 'invalid_blocks';
  return { rule, error, message: `[ERROR] ${message} [json-pointer:${pointer}]` };
}

const ERROR_WORDS: ReadonlyMap<string, string> = new Map([
  ['blocks-list', 'invalid_blocks_format'],
  ['blocks-total', 'msg_blocks_too_long'],
]);

/** Slack fills in the ids a block or element came without; a payload always has them. */
export function withIds(blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.map((block, index) => {
    const named = { block_id: `b${index}`, ...block };
    const { accessory, element, elements } = block;
    if (isObject(accessory)) return { ...named, accessory: withActionId(accessory, `${index}`) };
    if (isObject(element)) return { ...named, element: withActionId(element, `${index}`) };
    if (block['type'] !== 'actions' || !Array.isArray(elements)) return named;
    return {
      ...named,
      elements: elements.map((one, at) => (isObject(one) ? withActionId(one, `${index}.${at}`) : one)),
    };
  });
}

function withActionId(element: JsonObject, place: string): JsonObject {
  return element['type'] === 'image' ? element : { action_id: `a${place}`, ...element };
}
