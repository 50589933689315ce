import type { Exposition, Series } from './exposition.ts';
import { Unmeasured } from './unmeasured.ts';

export type Where = { readonly [label: string]: string };

/** What a page says of one name. Empty: the name is there, but nothing was counted under these labels yet. */
export function select(page: Exposition, name: string, where: Where): readonly Series[] {
  const all = page.series.get(name) ?? [];
  const unknown = Object.keys(where).find(label => all.length > 0 && all.every(one => one.labels[label] === undefined));
  if (unknown !== undefined) throw new Unmeasured(`no series of ${name} has the label ${unknown}`);
  const matches = Object.entries(where).map(([label, wanted]) => [label, matcher(wanted)] as const);
  return all.filter(one => matches.every(([label, fits]) => fits(one.labels[label] ?? '')));
}

/** Does the page know the name at all? A misspelt counter must not read as zero errors. */
export function isKnown(page: Exposition, name: string): boolean {
  return page.names.has(name) || page.names.has(name.replace(/_(?:total|bucket)$/, ''));
}

/** `http_requests_total{code=~"5..",track="canary"}` */
export function saySelector(name: string, where: Where): string {
  const labels = Object.entries(where).map(([label, wanted]) =>
    wanted.startsWith('~') ? `${label}=~"${wanted.slice(1)}"` : `${label}="${wanted}"`,
  );
  return labels.length === 0 ? name : `${name}{${labels.join(',')}}`;
}

function matcher(wanted: string): (value: string) => boolean {
  if (!wanted.startsWith('~')) return value => value === wanted;
  const pattern = regularExpression(wanted.slice(1));
  return value => pattern.test(value);
}

function regularExpression(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`, 's');
  } catch {
    throw new Unmeasured(`"${text}" is no regular expression`);
  }
}
