import { suggest } from '#src/base/nearest.ts';
import type { Desk, ProductInfo } from '#src/chat/desk.ts';
import type { DrillInfo } from '#src/domain/runbook/model/drill.ts';
import { productHere } from '../release/start-words.ts';

/** A runbook of a product: a release type, its incident runbook, or a drill. */
export type What =
  | { readonly kind: 'release'; readonly product: ProductInfo; readonly type: string }
  | { readonly kind: 'incident'; readonly product: ProductInfo }
  | { readonly kind: 'drill'; readonly product: ProductInfo; readonly drill: DrillInfo };

type Read = { readonly ok: true; readonly what: What } | { readonly ok: false; readonly problem: string };

/**
 * Reads `WHAT [PRODUCT]`. Without a product it is the channel's, the default, or the only one that has such a runbook; so a
 * word too many is refused, for it may be a product mistyped. `longer`: the kind whose verb reads more words itself.
 */
export function readWhat(text: string, desk: Desk, channel: string | null, longer: What['kind'] | null = null): Read {
  const words = wordsIn(text);
  const read = readFirst(words, desk, channel);
  if (!read.ok || read.what.kind === longer) return read;
  const [, more] = words.filter(word => word !== read.what.product.name);
  if (more === undefined) return read;
  const products = desk.runbooks.products().map(one => one.name);
  return { ok: false, problem: `"${more}" is too much: only its product follows; ${suggest(more, products)}` };
}

function wordsIn(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
}

function readFirst(words: readonly string[], desk: Desk, channel: string | null): Read {
  const products = desk.runbooks.products();
  const named = products.find(one => words.includes(one.name));
  const word = words.find(one => one !== named?.name);
  if (word === undefined)
    return { ok: false, problem: 'Say which: a release type, incident, or a drill. /runbook list shows them.' };
  const here = named ?? productHere(desk, channel);
  const found = here === null ? null : inProduct(here, word);
  if (found !== null) return { ok: true, what: found };
  const elsewhere = named ? [] : products.flatMap(one => inProduct(one, word) ?? []);
  if (elsewhere.length === 1 && elsewhere[0]) return { ok: true, what: elsewhere[0] };
  if (elsewhere.length > 1) {
    const names = elsewhere.map(one => one.product.name).join(', ');
    return { ok: false, problem: `Several products have "${word}": ${names}. Write the product behind it.` };
  }
  const known = (here === null ? products : [here]).flatMap(namesOf);
  return { ok: false, problem: `There is no runbook "${word}" here: ${suggest(word, known)}` };
}

function inProduct(product: ProductInfo, word: string): What | null {
  const type = product.types.find(one => one.name === word || one.alias.includes(word));
  if (type) return { kind: 'release', product, type: type.name };
  const drill = product.drills.find(one => one.id === word);
  if (drill) return { kind: 'drill', product, drill };
  return word === 'incident' && product.incidents ? { kind: 'incident', product } : null;
}

function namesOf(product: ProductInfo): readonly string[] {
  const types = product.types.flatMap(type => [type.name, ...type.alias]);
  return [...types, ...(product.incidents ? ['incident'] : []), ...product.drills.map(drill => drill.id)];
}
