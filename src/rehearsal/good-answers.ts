import type { JsonObject } from '#src/base/json.ts';
import { judge } from '#src/domain/measure/judge.ts';
import type { Sample, SampleOutcome } from '#src/domain/measure/reading.ts';
import { judgeEnv, namesOf } from '#src/domain/measure/required-env.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { RequiredEnv } from '#src/domain/runbook/model/product.ts';
import type { HttpExpectation, RunVerb } from '#src/domain/runbook/model/step.ts';

/** Answers of a world in which everything is as the runbook wants it: pure, and the same every time. */

type Asked = Omit<Sample, keyof SampleOutcome>;

/** A reading that passes; null: no reading can. */
export function goodSample(metric: Metric, asked: Asked): Sample | null {
  if (metric.source.kind === 'probe')
    return { ...asked, kind: 'probe', ok: true, silent: false, detail: 'as expected' };
  const samples = Math.max(1_000, (metric.minSamples?.min ?? 0) * 2);
  const tried = candidates(metric).map((value): Sample => ({ ...asked, kind: 'value', value, samples }));
  return tried.find(sample => judge(metric, sample).verdict === 'pass') ?? null;
}

/** Nothing, what a team calls a pass, and a little to either side of each limit. */
function candidates({ pass, limits }: Metric): readonly number[] {
  const edges = limits.flatMap(({ condition }) => ('value' in condition ? [condition.value] : []));
  return [0, ...(pass ? [pass.below] : []), ...edges.flatMap(edge => [edge / 2, edge * 2, edge])];
}

/** The worst its limits know: beyond every one of them. */
export function badSample(metric: Metric, asked: Asked, value: number | null): Sample {
  if (metric.source.kind === 'probe')
    return { ...asked, kind: 'probe', ok: false, silent: false, detail: 'made to fail in this rehearsal' };
  const edges = metric.limits.flatMap(({ condition }) => ('value' in condition ? [condition] : []));
  const above = edges.filter(one => one.kind === 'above').map(one => one.value);
  const below = edges.filter(one => one.kind === 'below').map(one => one.value);
  const worst = above.length > 0 ? Math.max(...above) * 2 + 1 : below.length > 0 ? Math.min(...below) / 2 - 1 : 1;
  const samples = Math.max(1_000, (metric.minSamples?.min ?? 0) * 2);
  return { ...asked, kind: 'value', value: value ?? worst, samples };
}

/** What a command prints so that its step can read what it wants of it. */
export function goodOutput({ expect, outputs }: JsonObject): string {
  const wanted = (expect as unknown as RunVerb['expect'] | undefined)?.output ?? null;
  const tables = Object.values((outputs ?? {}) as RunVerb['outputs']);
  const table = tables.find(one => typeof one === 'object');
  if (typeof table === 'object') return Object.keys(table)[0] ?? '';
  if (wanted === null) return tables.length > 0 ? 'rehearsed' : '';
  return [wanted].flat().join('\n');
}

/** Lines of an environment in which every required variable is as it has to be. */
export function goodVariables(asked: RequiredEnv): string {
  const printed = namesOf(asked).map(name => `${name}=${asked.equal[name] ?? asked.contain[name] ?? 'rehearsed'}`);
  return printed.join('\n');
}

/** Does such an environment satisfy it at all? */
export function canBeSet(name: string, asked: RequiredEnv): boolean {
  return judgeEnv(name, asked, goodVariables(asked)).outcome === 'holds';
}

/** An answer as expected, with something at every place it is read from. */
export function goodAnswer(
  expect: HttpExpectation | null,
  outputs: { readonly [name: string]: string },
): { readonly status: number; readonly text: string } {
  const document: { [key: string]: unknown } = {};
  for (const pointer of Object.values(outputs)) put(document, pointer, 'rehearsed');
  for (const [pointer, value] of Object.entries(expect?.pointers ?? {})) put(document, pointer, value);
  return { status: expect?.status ?? 200, text: JSON.stringify(document) };
}

/** Members are made on the way; a number names one of a list and is kept as a name, which reads the same. */
function put(document: { [key: string]: unknown }, pointer: string, value: unknown): void {
  const names = pointer
    .split('/')
    .slice(1)
    .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = names.pop();
  if (last === undefined) return;
  let at = document;
  for (const name of names) {
    const next = at[name];
    if (typeof next === 'object' && next !== null) at = next as { [key: string]: unknown };
    else at = at[name] = {} as { [key: string]: unknown };
  }
  at[last] = value;
}
