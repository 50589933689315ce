import type { Text } from './model/terms.ts';
import { whyUnknown } from './not-yet.ts';

/** What a name can stand for. */
export type TemplateValue = string | number | readonly string[];

/** Looks a name up; undefined means nobody knows it, which is a problem and never an empty text. */
export type Scope = (name: string) => TemplateValue | undefined;

export type Resolved<T> =
  | { readonly ok: true; readonly value: T }
  /** `name` is the name at fault, or the raw text of a template nobody can read. */
  | { readonly ok: false; readonly name: string; readonly problem: string };

export type TemplatePart = { readonly text: string } | { readonly name: string };

const TEMPLATE = /\$\{\{([^{}]*)\}\}/g;
const NAME = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/;
const SECRET = 'secrets.';

/** Names only the runbook's author or the operator can set: these may begin a word with `-`, everything else may be typed in. */
const AUTHORED = /^(?:vars\.|wave\.|service\.|environment$)/;

/** The names in a text, in order, each as often as it stands there. Unreadable templates are left out; `malformed` finds them. */
export function names(text: Text): readonly string[] {
  return split(text).flatMap(part => ('name' in part && NAME.test(part.name) ? [part.name] : []));
}

/** The first template in a text that nobody can read, such as `${{ a + b }}` or one never closed; undefined: all are fine. */
export function malformed(text: Text): string | undefined {
  for (const part of split(text)) {
    if ('name' in part && !NAME.test(part.name)) return `\${{ ${part.name} }}`;
    if ('text' in part && part.text.includes('${{')) return part.text.slice(part.text.indexOf('${{'));
  }
  return undefined;
}

/** For sentences: a list is joined with `, `. Resolved once; a value that looks like a template stays as it is. */
export function resolveText(text: Text, scope: Scope): Resolved<string> {
  return join(text, part => say(part, scope, ', '));
}

/**
 * For commands: each item is one word whatever it resolves to, a list joined with `,`. A value that may have been typed in
 * and begins with `-` is refused where it begins the word, because a program would read it as an option.
 */
export function resolveArgv(argv: readonly Text[], scope: Scope): Resolved<readonly string[]> {
  return all(argv, word => join(word, (name, before) => wordPart({ name, before, scope })));
}

/**
 * For addresses: values are percent-encoded, so that none can leave its place. Only a var or a service's own address at
 * the very beginning is taken as it is, for that IS the address.
 */
export function resolveUrl(url: Text, scope: Scope): Resolved<string> {
  return join(url, (name, before) => urlPart({ name, before, scope }));
}

/**
 * For queries: a value that may have been typed in stays one plain word, so that it can end no quote and begin no
 * expression of its own.
 */
export function resolveQuery(query: Text, scope: Scope): Resolved<string> {
  return join(query, name => {
    const said = say(name, scope, ',');
    if (!said.ok || AUTHORED.test(name) || PLAIN.test(said.value)) return said;
    return refuse(name, `${name}: "${said.value}" may not stand in a query: only letters, digits and . _ : / @ + -`);
  });
}

const PLAIN = /^[\w.:/@+-]*$/;

/** For headers and environments: `${{ secrets.X }}` stays as it is, only the adapter that sends it may know the secret. */
export function resolveHeaders(
  headers: { readonly [name: string]: Text },
  scope: Scope,
): Resolved<{ readonly [name: string]: string }> {
  const names = Object.keys(headers);
  const values = all(names, name => join(headers[name] ?? '', part => keepSecret(part, scope)));
  if (!values.ok) return values;
  return { ok: true, value: Object.fromEntries(names.map((name, index) => [name, values.value[index] ?? ''])) };
}

/** For JSON bodies: the strings in it, at any depth. A string that is one template alone becomes the value itself (number, list). */
export function resolveJson(json: unknown, scope: Scope): Resolved<unknown> {
  if (typeof json === 'string') return jsonText(json, scope);
  if (Array.isArray(json)) return all(json, item => resolveJson(item, scope));
  if (typeof json !== 'object' || json === null) return { ok: true, value: json };
  const entries = Object.entries(json);
  const values = all(entries, ([, value]) => resolveJson(value, scope));
  if (!values.ok) return values;
  return { ok: true, value: Object.fromEntries(entries.map(([key], index) => [key, values.value[index]])) };
}

/** A text as its plain stretches and its names. */
function split(text: Text): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(TEMPLATE)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ name: (match[1] ?? '').trim() });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Puts a text together; `of` is told what stands before its place. */
function join(text: Text, of: (name: string, before: string) => Resolved<string>): Resolved<string> {
  const unreadable = malformed(text);
  if (unreadable !== undefined) {
    return refuse(unreadable, `${unreadable}: write one name between the braces, for example \${{ inputs.version }}`);
  }
  let value = '';
  for (const part of split(text)) {
    const piece: Resolved<string> = 'text' in part ? { ok: true, value: part.text } : of(part.name, value);
    if (!piece.ok) return piece;
    value += piece.value;
  }
  return { ok: true, value };
}

function say(name: string, scope: Scope, between: string): Resolved<string> {
  const value = scope(name);
  if (value !== undefined) return { ok: true, value: typeof value === 'object' ? value.join(between) : String(value) };
  if (name.startsWith(SECRET)) return refuse(name, `${name}: a secret may only stand in headers and in env`);
  return refuse(name, `${name}: ${whyUnknown(name)}`);
}

type Place = { readonly name: string; readonly before: string; readonly scope: Scope };

function wordPart({ name, before, scope }: Place): Resolved<string> {
  const said = say(name, scope, ',');
  if (!said.ok) return said;
  if (said.value.includes('\0')) return refuse(name, `${name}: holds a NUL character, which no command can take`);
  if (before === '' && said.value.startsWith('-') && !AUTHORED.test(name)) {
    return refuse(name, `${name}: "${said.value}" begins with "-", which a command would read as an option`);
  }
  return said;
}

function urlPart({ name, before, scope }: Place): Resolved<string> {
  const said = say(name, scope, ',');
  if (!said.ok) return said;
  if (before === '') {
    if (name.startsWith('vars.') || name === 'service.url') return said;
    return refuse(name, `${name}: an address begins with http://, https:// or a var, never with another value`);
  }
  // Inside `http://host` a value would choose which machine is asked.
  if (/^[a-z]+:\/\/[^/?#]*$/i.test(before) && !AUTHORED.test(name)) {
    return refuse(name, `${name}: the host of an address is text or a var, never another value`);
  }
  // `%2e%2e` is still "one folder up" for every URL parser, so encoding does not help here.
  if (said.value === '.' || said.value === '..') return refuse(name, `${name}: "${said.value}" would change the path`);
  return { ok: true, value: encodeURIComponent(said.value.toWellFormed()) };
}

function keepSecret(name: string, scope: Scope): Resolved<string> {
  return name.startsWith(SECRET) ? { ok: true, value: `\${{ ${name} }}` } : say(name, scope, ', ');
}

function jsonText(text: string, scope: Scope): Resolved<unknown> {
  const parts = split(text);
  const only = parts.length === 1 ? parts[0] : undefined;
  const value = only && 'name' in only ? scope(only.name) : undefined;
  return value === undefined ? resolveText(text, scope) : { ok: true, value };
}

function all<I, O>(items: readonly I[], of: (item: I) => Resolved<O>): Resolved<readonly O[]> {
  const values: O[] = [];
  for (const item of items) {
    const one = of(item);
    if (!one.ok) return one;
    values.push(one.value);
  }
  return { ok: true, value: values };
}

function refuse(
  name: string,
  problem: string,
): { readonly ok: false; readonly name: string; readonly problem: string } {
  return { ok: false, name, problem };
}
