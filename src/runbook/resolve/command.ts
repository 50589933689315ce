import { splitLine } from '#src/domain/runbook/argv.ts';
import type { Action, HttpAction, HttpExpectation, HttpVerb, RunAction } from '#src/domain/runbook/model/step.ts';
import type { ExpectText } from '../schema/metric.ts';
import type { ActText, HttpText } from '../schema/step.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, ms, msOrNull, tell } from './context.ts';
import { expectationOf } from './source.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const CALL_LINE = /^(GET|POST|PUT|PATCH|DELETE)\s+(\S.*)$/;

export type CommandText = string | readonly (string | number)[];

/** The words of a command: a list as it stands, a line split at its spaces. */
export function commandOf(context: Context, path: Path, text: CommandText): readonly string[] {
  if (typeof text !== 'string') return text.map(String);
  const read = splitLine(text);
  if (read.ok) return read.argv;
  tell(context, path, { message: read.problem, hint: read.hint });
  return [];
}

export function runOf(
  context: Context,
  path: Path,
  text: { run: CommandText; env?: { [name: string]: string } | undefined },
): RunAction {
  return { kind: 'run', argv: commandOf(context, [...path, 'run'], text.run), env: text.env ?? {} };
}

export function actOf(context: Context, path: Path, text: ActText): Action {
  return 'run' in text ? runOf(context, path, text) : httpOf(context, [...path, 'http'], text.http).act;
}

type Call = { readonly act: HttpAction; readonly settleMs: number | null; readonly until: HttpVerb['until'] };

/** `GET url`, or the long form; an `expect` beside the verb counts where the call has none. */
export function httpOf(context: Context, path: Path, text: HttpText, beside?: ExpectText): Call {
  if (typeof text === 'string')
    return { act: lineOf(context, path, text, expectationOf(beside, null)), settleMs: null, until: null };
  const [method = 'get'] = METHODS.filter(one => one in text);
  const url = (text as { [key: string]: unknown })[method];
  const act: HttpAction = {
    kind: 'http',
    method: method.toUpperCase() as HttpAction['method'],
    url: String(url),
    headers: text.headers ?? {},
    json: text.json ?? null,
    expect: expectationOf(text.expect ?? beside, null),
  };
  const { until } = text;
  if (!until) return { act, settleMs: msOrNull(text.settle), until: null };
  const failOn = until.failOn === undefined ? null : expectationOf(until.failOn, null);
  const polling = { url: until.get, everyMs: ms(until.every), expect: expectationOf(until.expect, null), failOn };
  return { act, settleMs: msOrNull(text.settle), until: polling };
}

function lineOf(context: Context, path: Path, line: string, expect: HttpExpectation): HttpAction {
  const [, method, url] = CALL_LINE.exec(line.trim()) ?? [];
  if (!method || !url)
    tell(context, path, {
      message: `"${line}" is no call`,
      hint: 'write a method and an address, for example GET http://shop:8080/health',
    });
  return {
    kind: 'http',
    method: (method ?? 'GET') as HttpAction['method'],
    url: url ?? '',
    headers: {},
    json: null,
    expect,
  };
}
