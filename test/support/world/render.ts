import type { Json, JsonObject } from '#src/base/json.ts';

type Shown = { readonly text: string; readonly blocks?: readonly JsonObject[] };

/** A message as somebody reads it: the text of its blocks line by line, buttons in brackets; its text where it has none. */
export function render({ text, blocks }: Shown): string {
  if (blocks === undefined || blocks.length === 0) return text;
  return blocks.map(sayBlock).join('\n');
}

function sayBlock(block: JsonObject): string {
  const { type, elements, text, label, element, accessory } = block;
  if (type === 'actions') return list(elements).map(sayElement).join(' ');
  if (type === 'input') return `${textIn(label)}: ${sayElement(element ?? null)}`;
  if (type === 'rich_text' || type === 'context') return textIn(elements);
  return [textIn(text), accessory === undefined ? '' : sayElement(accessory)].join(' ').trim();
}

function sayElement(element: Json): string {
  if (!isObject(element)) return '';
  const { type, text, options } = element;
  if (type === 'button') return `[${textIn(text)}]`;
  if (type === 'overflow') return `[… ${list(options).map(textOf).join(' | ')}]`;
  return `<${String(type)}>`;
}

function textOf(option: Json): string {
  return isObject(option) ? textIn(option['text']) : '';
}

/** Every `text` anywhere below, in order. */
function textIn(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).filter(Boolean).join('');
  if (!isObject(value)) return '';
  const { text, elements } = value;
  return text === undefined ? textIn(elements) : textIn(text);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
