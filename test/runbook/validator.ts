import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { jsonSchemas } from '#src/runbook/json-schema.ts';

/** A validator as editors have one, with nothing left out: every mistake it can name. */
const ajv = new Ajv2020({ allErrors: true, strict: false, logger: false });
const CHECKS = Object.fromEntries(
  Object.entries(jsonSchemas()).map(([file, text]) => [file.replace('.json', ''), ajv.compile(JSON.parse(text))]),
);

/** What it tells of a file, each with its line: `12: must NOT have additional properties (timout)`. */
export function told(text: string): readonly string[] {
  const lines = new LineCounter();
  const file = parseDocument(text, { lineCounter: lines });
  const check = CHECKS[String(file.get('kind'))];
  if (!check) throw new Error('no kind of file');
  check(file.toJS());
  // "must match then schema" stands beside what is wrong behind it; editors do not show it.
  const problems = (check.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return problems.map(one => `${lines.linePos(offsetOf(one)).line}: ${one.message} (${culprit(one)})`);

  function offsetOf(problem: ErrorObject): number {
    const path = problem.instancePath
      .split('/')
      .slice(1)
      .map(key => key.replaceAll('~1', '/'));
    const node = file.getIn(path, true) as { readonly range?: readonly number[] } | undefined;
    const key = problem.params['additionalProperty'] as string | undefined;
    const pair = isMap(node) && key ? node.items.find(one => String(one.key) === key) : undefined;
    return ((pair?.key ?? node) as { readonly range?: readonly number[] } | undefined)?.range?.[0] ?? 0;
  }
}

function culprit({ params, instancePath }: ErrorObject): string {
  return String(params['additionalProperty'] ?? params['missingProperty'] ?? instancePath.split('/').at(-1));
}
