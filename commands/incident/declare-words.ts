import type { Desk, ProductInfo } from '#src/chat/desk.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';

/** What was typed behind `declare`, as far as it says something. */
export type Declared = {
  readonly product: string | null;
  /** A grade of the product. */
  readonly severity: string | null;
  readonly title: string;
  /** What looked like a severity, as it was typed; null: nothing did. It may be none of this product. */
  readonly said: string | null;
};

/** `sev1`, `SEV-1`, `p1`: letters, perhaps a stroke, a digit. */
const SEVERITY = /^([a-z]{1,8})[-_ ]?(\d)$/i;

/** Reads `[severity] [title...]`; the product is the channel's, the one the title begins with, or the default. */
export function readDeclared(text: string, desk: Desk, channel: string | null): Declared {
  const words = text.trim().split(/\s+/);
  const apart = SEVERITY.test(`${words[0] ?? ''} ${words[1] ?? ''}`) && /^[a-z]+$/i.test(words[0] ?? '');
  const said = apart ? `${words[0]}${words[1]}` : (words[0] ?? '');
  const rest = words.slice(apart ? 2 : 1).join(' ');
  const product = productOf(desk, channel, [words[0], words[apart ? 2 : 1]]);
  const runbook = product === null ? null : desk.runbooks.incident(product.name);
  const severity = runbook === null ? null : readSeverity(runbook, said);
  const found = product?.name ?? null;
  if (severity !== null) return { product: found, severity, title: rest, said };
  const looksLikeOne = SEVERITY.test(said);
  return { product: found, severity: null, title: looksLikeOne ? rest : text.trim(), said: looksLikeOne ? said : null };
}

/**
 * The grade somebody means: its name in any spelling; else of the other family of names by its rank (SEV1 is the highest
 * where grades begin with P0, P1 the highest where they begin with SEV1). Null: none.
 */
export function readSeverity({ grades }: Pick<IncidentRunbook, 'grades'>, said: string): string | null {
  const known = grades.find(grade => bare(grade.name) === bare(said));
  if (known) return known.name;
  const [, family = '', digit = ''] = SEVERITY.exec(said.trim()) ?? [];
  if (!/^(?:sev|s|p|prio)$/i.test(family)) return null;
  const rank = Math.max(0, Number(digit) - 1);
  return grades[rank]?.name ?? null;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Products that have an incident runbook. */
export function incidentProducts(desk: Desk): readonly ProductInfo[] {
  return desk.runbooks.products().filter(one => one.incidents);
}

function productOf(desk: Desk, channel: string | null, words: readonly (string | undefined)[]): ProductInfo | null {
  const products = incidentProducts(desk);
  if (products.length === 1) return products[0] ?? null;
  const named = products.find(one => words.some(word => word?.toLowerCase() === one.name));
  const here = products.filter(one => channel !== null && one.channels.includes(channel));
  return named ?? (here.length === 1 ? here[0] : products.find(one => one.isDefault)) ?? null;
}
