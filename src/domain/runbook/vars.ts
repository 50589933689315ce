import type { Text } from './model/terms.ts';
import { resolveText } from './template.ts';

/** A var may itself name other vars; one level is enough and cannot go round in circles. */
export function variableOf(vars: { readonly [name: string]: Text }, name: string): string | undefined {
  const text = vars[name];
  if (text === undefined) return undefined;
  const resolved = resolveText(text, inner => (inner.startsWith('vars.') ? vars[inner.slice(5)] : undefined));
  return resolved.ok ? resolved.value : undefined;
}
