import type { FoundFact } from '#src/domain/events.ts';
import type { RequiredEnv } from '#src/domain/runbook/model/product.ts';

type Wanted = Pick<RequiredEnv, 'set' | 'equal' | 'contain'>;

/** What a check of these variables goes by on the timeline. */
export function envFact(environment: string): string {
  return `variables of ${environment}`;
}

/**
 * Compares what a target printed, as `NAME=value` lines, with what it has to have. The answer holds names and never a
 * value: it goes on the timeline and into Slack.
 */
export function judgeEnv(environment: string, wanted: Wanted, printed: string): FoundFact {
  const fact = envFact(environment);
  const found = readEnv(printed);
  if (found.size === 0)
    return { fact, outcome: 'unknown', says: 'nothing that was printed reads as NAME=value, so nothing is known' };
  const names = namesOf(wanted);
  // What asks for nothing would pass whatever is there.
  if (names.length === 0) return { fact, outcome: 'unknown', says: 'product.yml names no variable to look for' };
  const wrong = names.flatMap(name => {
    const why = wrongWith(name, wanted, found.get(name));
    return why === null ? [] : [`${name} ${why}`];
  });
  if (wrong.length > 0) return { fact, outcome: 'does-not-hold', says: wrong.join(', ') };
  return { fact, outcome: 'holds', says: `as they have to be: ${names.join(', ')}` };
}

/** Every variable something is asked of, once. */
export function namesOf({ set, equal, contain }: Wanted): readonly string[] {
  return [...new Set([...set, ...Object.keys(equal), ...Object.keys(contain)])];
}

/** Null: it is as it has to be. */
function wrongWith(name: string, { equal, contain }: Wanted, values: ReadonlySet<string> | undefined): string | null {
  if (values === undefined) return 'is missing';
  if (values.size > 1) return 'is printed twice with different values';
  const [value = ''] = values;
  if (value.trim() === '') return 'is empty';
  if (Object.hasOwn(equal, name) && value !== equal[name]) return 'differs from what it has to be';
  if (Object.hasOwn(contain, name) && !value.includes(contain[name] ?? '')) return 'lacks what it has to contain';
  return null;
}

const LINE = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;
const QUOTED = /^(?:"(.*)"|'(.*)')$/;

/** Lines that are no `NAME=value` (the rest of a value of several lines, a heading) are passed over. */
function readEnv(printed: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of printed.split(/\r?\n/)) {
    const [, name, text = ''] = LINE.exec(line) ?? [];
    if (name === undefined) continue;
    const [, double, single] = QUOTED.exec(text.trim()) ?? [];
    found.set(name, (found.get(name) ?? new Set()).add(double ?? single ?? text));
  }
  return found;
}
