import type { Finding, Outcome } from './finding.ts';

const MARKS: { readonly [O in Outcome]: string } = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' };

/** For people: findings under their headings, the remedy below what is wrong, and what it comes to. */
export function showFindings(findings: readonly Finding[]): string {
  const groups = Map.groupBy(findings, one => one.check);
  const blocks = [...groups].map(([check, seen]) => [check, ...seen.flatMap(linesOf)].join('\n'));
  return [...blocks, verdict(findings)].join('\n\n');
}

export function hasProblems(findings: readonly Finding[]): boolean {
  return findings.some(one => one.outcome === 'problem');
}

function linesOf({ outcome, says, remedy }: Finding): readonly string[] {
  const first = `  ${MARKS[outcome]}  ${says}`;
  return remedy === null ? [first] : [first, `           -> ${remedy}`];
}

function verdict(findings: readonly Finding[]): string {
  const count = (outcome: Outcome) => findings.filter(one => one.outcome === outcome).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const some = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  if (problems > 0) return `${some(problems, 'problem')}, ${some(warnings, 'warning')}. Mend the problems first.`;
  if (warnings > 0) return `No problems, ${some(warnings, 'warning')}.`;
  return 'Everything that can be looked at is set up right.';
}
