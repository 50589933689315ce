import { suggest } from '#src/base/nearest.ts';
import type { Instant } from '#src/base/time.ts';
import type { Desk, ProductInfo, TypeInfo } from '#src/chat/desk.ts';
import { readText } from '#src/chat/input-fields.ts';
import { readMoment } from '#src/chat/moment.ts';
import type { Calendar } from '#src/domain/policy/calendar/closures.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';

/** What was typed so far; null: not said. */
export type StartDraft = {
  readonly product: string | null;
  readonly type: string | null;
  readonly strategy: string | null;
  readonly version: string | null;
  readonly T: Instant | null;
  readonly inputs: { readonly [name: string]: InputValue };
  /** The incident it is started from. Default: none. */
  readonly incident?: string | undefined;
};

export type ReadStart =
  | { readonly ok: true; readonly draft: StartDraft }
  /** A sentence: what came, and how to write it. */
  | { readonly ok: false; readonly problem: string };

/** `"a b"` stays one word, with either kind of quotation marks. */
const WORD = /(?:[^\s"“”]|["“][^"”]*["”])+/g;
const PAIR = /^([A-Za-z][\w-]*)=(.*)$/s;
export const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** Reads `minor [product] [version] [at TIME] [strategy=…] [input=value …]`, in any order. */
export async function readStart(text: string, desk: Desk, channel: string | null): Promise<ReadStart> {
  const tokens = (text.match(WORD) ?? []).map(unquoted);
  const products = desk.runbooks.products();
  const product =
    tokens.map(token => products.find(one => one.name === token.toLowerCase())).find(one => one) ??
    productHere(desk, channel);
  const calendar = product ? await desk.calendar(product.name) : null;
  const sorted = sortTokens(tokens, { products, product, now: desk.now(), calendar });
  if (!sorted.ok) return sorted;
  const { type, pairs, version, T } = sorted;
  const inputs = readPairs(pairs, type ?? onlyType(product));
  if (!inputs.ok) return inputs;
  const draft = { product: product?.name ?? null, type: type?.name ?? null, version, T };
  return { ok: true, draft: { ...draft, strategy: inputs.strategy, inputs: inputs.values } };
}

/** The product a channel belongs to, when it is only one; else the default one. */
export function productHere(desk: Desk, channel: string | null): ProductInfo | null {
  const products = desk.runbooks.products();
  const here = products.filter(one => channel !== null && one.channels.includes(channel));
  return (here.length === 1 ? here[0] : products.find(one => one.isDefault)) ?? null;
}

export function onlyType(product: ProductInfo | null): TypeInfo | null {
  return product?.types.length === 1 ? (product.types[0] ?? null) : null;
}

type Known = {
  readonly products: readonly ProductInfo[];
  readonly product: ProductInfo | null;
  readonly now: Instant;
  readonly calendar: Calendar | null;
};
type Sorted = {
  readonly ok: true;
  readonly type: TypeInfo | null;
  readonly version: string | null;
  readonly T: Instant | null;
  readonly pairs: readonly (readonly [string, string])[];
};

function sortTokens(
  tokens: readonly string[],
  { products, product, now, calendar }: Known,
): Sorted | { ok: false; problem: string } {
  let type: TypeInfo | null = null;
  let version: string | null = null;
  let T: Instant | null = null;
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    const lower = token.toLowerCase();
    const pair = PAIR.exec(token);
    const named = product?.types.find(one => one.name === lower || one.alias.includes(lower));
    if (lower === 'at') {
      const moment = readMoment(tokens.slice(index + 1), now, product?.timezone ?? 'UTC', calendar);
      if (!moment.ok) return moment;
      T = moment.at;
      index += moment.words;
    } else if (pair?.[1] !== undefined) pairs.push([pair[1], pair[2] ?? '']);
    else if (named) type = named;
    else if (products.some(one => one.name === lower)) continue;
    else if (VERSION.test(token)) version = token;
    else return { ok: false, problem: unknown(token, products, product) };
  }
  return { ok: true, type, version, T, pairs };
}

function unknown(token: string, products: readonly ProductInfo[], product: ProductInfo | null): string {
  if (/^v?\d/i.test(token)) return `"${token}" is not a version. Write three numbers, for example 1.3.0.`;
  const said = `"${token}" is neither a release type nor a product`;
  if (products.length === 0) return `${said}: no product can be started here. /runbook lint says why.`;
  const types = (product?.types ?? []).flatMap(type => [type.name, ...type.alias]);
  const known = [...types, ...products.map(one => one.name), 'at'];
  const hint = suggest(token, known);
  return `${said}: ${hint}${hint.endsWith('?') ? '' : '.'} Values are written name=value.`;
}

type ReadPairs = { readonly ok: true; readonly strategy: string | null; readonly values: StartDraft['inputs'] };

/** Values can be read only when it is known what they answer. */
function readPairs(
  pairs: readonly (readonly [string, string])[],
  type: TypeInfo | null,
): ReadPairs | { readonly ok: false; readonly problem: string } {
  let strategy: string | null = null;
  const values: { [name: string]: InputValue } = {};
  for (const [name, text] of pairs) {
    if (name === 'strategy') strategy = text;
    else if (type === null)
      return {
        ok: false,
        problem: `Say the release type before ${name}=…, for example /release start minor ${name}=…`,
      };
    else {
      const input = type.inputs.find(one => one.name === name);
      const names = [...type.inputs.map(one => one.name), 'strategy'];
      if (!input) return { ok: false, problem: `A ${type.name} release asks no "${name}": ${suggest(name, names)}` };
      values[name] = readText(input, text);
    }
  }
  if (strategy !== null && type !== null && !type.strategies.includes(strategy))
    return {
      ok: false,
      problem: `A ${type.name} release has no strategy "${strategy}": ${suggest(strategy, type.strategies)}`,
    };
  return { ok: true, strategy, values };
}

function unquoted(text: string): string {
  return text.replaceAll(/["“”]/g, '');
}
