import { type CST, isAlias, isMap, isNode, isScalar, isSeq, type Pair, type Node as YamlNode } from 'yaml';
import { findHidden } from './limits.ts';

/** Something YAML does in silence that the author did not mean; `offset` is where it stands. */
export type Trap = { readonly offset: number; readonly message: string; readonly hint: string };

const QUOTE = 'put it in quotes';
/** Keys that reach for the prototype of an object. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** All traps in one node, not in the nodes below it. */
export function trapsOf(text: string, node: YamlNode): readonly Trap[] {
  const offset = node.range?.[0] ?? 0;
  if (isAlias(node))
    return [
      {
        offset,
        message: `an alias (*${node.source}) is not allowed`,
        hint: `write the value out, or, if it is text, ${QUOTE}`,
      },
    ];
  const traps: Trap[] = [];
  if (node.anchor)
    traps.push({
      offset,
      message: `an anchor (&${node.anchor}) is not allowed`,
      hint: `delete it, or, if it is text, ${QUOTE}`,
    });
  if (node.tag)
    traps.push({
      offset,
      message: `a tag (${node.tag}) is not allowed`,
      hint: `delete it, or, if it is text, ${QUOTE}`,
    });
  if (isScalar(node)) traps.push(...scalarTraps(text, node.value, node.srcToken));
  if (isSeq(node)) traps.push(...itemTraps(node.items, offset), ...(node.flow ? commaTraps(node.items) : []));
  if (isMap(node)) traps.push(...keyTraps(node.items, node.flow === true));
  return traps;
}

function scalarTraps(text: string, value: unknown, token: CST.Token | undefined): readonly Trap[] {
  if (!token) return [];
  const hidden = typeof value === 'string' ? findHidden(value) : undefined;
  if (hidden)
    return [{ offset: token.offset, message: `the text holds ${hidden.name} (${hidden.code})`, hint: 'delete it' }];
  if (token.type !== 'scalar') return [];
  const end = token.offset + token.source.length;
  const rest = text.slice(end, text.indexOf('\n', end) < 0 ? undefined : text.indexOf('\n', end));
  // A comment has two spaces before and one after its #; ` #12` and `a # b` are as likely a sentence that goes on.
  if (/^[ \t]*#/.test(rest) && !/^(?: {2,}|[ \t]*\t)#\s/.test(rest)) {
    const hint = `${QUOTE}; a comment needs two spaces before its # and one after`;
    return [{ offset: token.offset, message: 'YAML cuts this text at " #"', hint }];
  }
  return [];
}

/** `[A book can be bought, and paid]`: a plain item that goes on in lower case after a plain sentence. */
function commaTraps(items: readonly unknown[]): readonly Trap[] {
  return items.flatMap((item, index) => {
    const before = plainText(items[index - 1]);
    const here = plainText(item);
    if (!before || !here || !/^\p{Lu}.*\s/u.test(before) || !/^\p{Ll}\S*\s/u.test(here)) return [];
    const offset = isNode(item) ? (item.range?.[0] ?? 0) : 0;
    return [
      {
        offset,
        message: `YAML cuts this text at its comma: "${before}" and "${here}"`,
        hint: `${QUOTE}, whole or one by one`,
      },
    ];
  });
}

function keyTraps(pairs: readonly Pair[], flow: boolean): readonly Trap[] {
  const seen = new Set<string>();
  return pairs.flatMap(pair => {
    const key = isScalar(pair.key) ? pair.key : undefined;
    const offset = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    if (!key || typeof key.value === 'object')
      return [{ offset, message: 'a key is one word', hint: `if it is text, ${QUOTE}` }];
    const name = String(key.value);
    if (name === '<<') return [{ offset, message: 'a merge key (<<) is not allowed', hint: 'write the keys out' }];
    if (RESERVED.has(name)) return [{ offset, message: `"${name}" cannot be a name here`, hint: 'choose another' }];
    if (seen.has(name)) return [{ offset, message: `"${name}" stands here twice`, hint: 'keep one of them' }];
    seen.add(name);
    if (!isEmpty(pair.value)) return [];
    const hint = flow ? `a comma cuts a text inside { }: ${QUOTE}` : `write one; if it begins with #, ${QUOTE}`;
    return [{ offset, message: `"${name}" has no value`, hint }];
  });
}

function itemTraps(items: readonly unknown[], offset: number): readonly Trap[] {
  return items.filter(isEmpty).map(item => ({
    offset: isNode(item) ? (item.range?.[0] ?? offset) : offset,
    message: 'an item of the list is empty',
    hint: `write one; if it begins with #, ${QUOTE}`,
  }));
}

/** Nothing written at all: an explicit `null` is a value. */
function isEmpty(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null && !value.source);
}

function plainText(item: unknown): string | undefined {
  return isScalar(item) && item.type === 'PLAIN' && typeof item.value === 'string' ? item.value : undefined;
}
