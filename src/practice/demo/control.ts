import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { readBody, requestUrl, sendJson } from '../http.ts';
import type { AuditLog } from './audit.ts';
import type { Journal } from './journal.ts';
import { TOOLS } from './tools/index.ts';
import { type ToolRun, type ToolWorld, toolError } from './tools/tool.ts';

export type ControlParts = {
  readonly world: ToolWorld;
  readonly journal: Journal;
  readonly audit: AuditLog;
  /** Real milliseconds between two lines of output: a deploy should take as long as it takes to read. */
  readonly beatMs: number;
};

/** The folder a stand-in was started in, percent-encoded. */
export const FOLDER_HEADER = 'x-practice-folder';

/** What a stand-in reads, one JSON line each. */
export type ControlLine = { readonly out?: string; readonly err?: string; readonly exit?: number };

/**
 * The address the stand-ins talk to. `POST /run/<tool>` streams what the tool says while it works and ends with its
 * exit code. A tool that does its work itself only notes it: `POST /begin/<tool>` answers a number, `POST /end/<nth>`
 * takes the exit code, or null where it was stopped.
 */
export async function answerControl(parts: ControlParts, req: IncomingMessage, res: ServerResponse) {
  const [, verb, name = ''] = requestUrl(req).pathname.split('/');
  const body: unknown = JSON.parse((await readBody(req)).toString('utf8'));
  if (verb === 'end') {
    const exit = body === null ? null : Number(body);
    return sendJson(res, 200, { ok: parts.journal.end(Number(name), exit) });
  }
  const argv = (body as unknown[]).map(String);
  if (verb === 'begin') return sendJson(res, 200, { nth: parts.journal.begin(name, argv) });
  if (verb !== 'run') return sendJson(res, 404, { error: `unknown address /${verb}` });
  const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
  const cwd = decodeURIComponent(String(req.headers[FOLDER_HEADER] ?? ''));
  const work = () => tool?.(argv, parts.world, cwd) ?? toolError(`${name}: not found`, 127);
  await play(parts, { work, name, argv, res });
}

type Play = { work: () => ToolRun | Promise<ToolRun>; name: string; argv: readonly string[]; res: ServerResponse };

async function play(parts: ControlParts, { work, name, argv, res }: Play) {
  const nth = parts.journal.begin(name, argv);
  let stopped = false;
  res.on('close', () => {
    stopped = true;
    parts.journal.end(nth, null);
  });
  const run = await work();
  const say = (line: ControlLine) => void res.write(`${JSON.stringify(line)}\n`);
  for (const [at, line] of run.lines.entries()) {
    if (at > 0) await pause(parts.beatMs);
    if (stopped) return; // Whoever stops a deploy finds it not done.
    say({ out: line });
  }
  if (stopped) return;
  run.apply?.();
  if (run.audit) parts.audit.append(run.audit.action, run.audit.subject);
  const exit = run.error === undefined ? 0 : (run.exit ?? 1);
  if (run.error !== undefined) say({ err: run.error });
  say({ exit });
  parts.journal.end(nth, exit);
  res.end();
}
