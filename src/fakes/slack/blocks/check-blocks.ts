import type { JsonObject } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { BLOCKS, type Surface } from './blocks.ts';
import { checkElement } from './check-element.ts';
import { breach, checkFields, lengthOf } from './check-shape.ts';
import { elementsOf } from './elements-of.ts';
import type { BlockBreach } from './shapes.ts';

const COUNT_MAX: { readonly [surface in Surface]: number } = { message: 50, modal: 100, home: 100 };
const TOTAL_MAX = 13_200;
const MARKDOWN_MAX = 12_000;
const TABLE_TEXT_MAX = 10_000;

/** Everything Slack would object to in these blocks. `pointer` is where they stand in the call, e.g. `/blocks`. */
export function checkBlocks(blocks: unknown, surface: Surface, pointer: string): readonly BlockBreach[] {
  if (!Array.isArray(blocks) || !blocks.every(isObject)) {
    return [breach('blocks-list', pointer, 'must be a list of blocks')];
  }
  const max = COUNT_MAX[surface];
  const crowd =
    blocks.length > max ? [breach('blocks-count', pointer, `at most ${max} blocks, not ${blocks.length}`)] : [];
  const each = blocks.flatMap((block, at) => checkBlock(block, surface, `${pointer}/${at}`));
  return [...crowd, ...each, ...checkTogether(blocks, surface, pointer)];
}

function checkBlock(block: JsonObject, surface: Surface, pointer: string): readonly BlockBreach[] {
  const kind = String(block['type']);
  const type = Object.hasOwn(BLOCKS, kind) ? BLOCKS[kind] : undefined;
  if (!type) return [breach('block-known', pointer, `no such block: ${kind}`)];
  const breaches = [...checkFields(block, type, pointer, ['type'])];
  if (!type.on.includes(surface))
    breaches.push(breach('block-surface', pointer, `${kind} is not shown in a ${surface}`));
  if (kind === 'section' && block['text'] === undefined && block['fields'] === undefined) {
    breaches.push(breach('section-content', pointer, 'a section needs text or fields'));
  }
  const elements = elementsOf(block);
  for (const id of doubles(elements.map(({ element }) => element['action_id']))) {
    breaches.push(breach('action-id-unique', pointer, `action_id ${id} stands twice`));
  }
  for (const { element, at } of elements) breaches.push(...checkElement(element, `${pointer}${at}`));
  return breaches;
}

function checkTogether(blocks: readonly JsonObject[], surface: Surface, pointer: string): readonly BlockBreach[] {
  const breaches: BlockBreach[] = [];
  const elements = blocks.flatMap(block => elementsOf(block).map(one => one.element));
  for (const id of doubles(blocks.map(block => block['block_id']))) {
    breaches.push(breach('block-id-unique', pointer, `block_id ${id} stands twice`));
  }
  if (elements.filter(element => element['focus_on_load'] === true).length > 1) {
    breaches.push(breach('focus-once', pointer, 'focus_on_load is set more than once'));
  }
  const tables = blocks.filter(block => block['type'] === 'table');
  if (tables.length > 1) breaches.push(breach('table-once', pointer, 'only one table is allowed'));
  const inTables = sum(tables.map(textLength));
  if (inTables > TABLE_TEXT_MAX)
    breaches.push(breach('limit-table-text', pointer, `tables hold ${inTables} characters`));
  const markdown = blocks.filter(block => block['type'] === 'markdown');
  const inMarkdown = sum(markdown.map(textLength));
  if (markdown.length > 1 && inMarkdown > MARKDOWN_MAX) {
    breaches.push(breach('limit-markdown', pointer, `markdown blocks hold ${inMarkdown} characters`));
  }
  const total = surface === 'message' ? sum(blocks.map(textLength)) : 0;
  if (total > TOTAL_MAX) breaches.push(breach('blocks-total', pointer, `the blocks hold ${total} characters`));
  return breaches;
}

/** All text a block shows, wherever it stands in it. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return sum(value.map(textLength));
  if (!isObject(value)) return 0;
  const parts = Object.entries(value).map(([name, content]) =>
    name === 'text' && typeof content === 'string' ? lengthOf(content) : textLength(content),
  );
  return sum(parts);
}

function doubles(ids: readonly unknown[]): readonly string[] {
  const seen = new Set<unknown>();
  const twice = new Set<string>();
  for (const id of ids) {
    if (typeof id !== 'string') continue;
    if (seen.has(id)) twice.add(id);
    seen.add(id);
  }
  return [...twice];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
