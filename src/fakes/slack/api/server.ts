import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallLog, RecordedCall } from '../calls.ts';
import { recordableHeaders } from '../calls.ts';
import type { FaultPlace, Faults, InjectedFault } from '../faults.ts';
import type { Reply } from './answer.ts';
import { type Request, readRequest } from './request.ts';

const HTML = '<!DOCTYPE html><html><head><title>Slack is down</title></head><body>We will be back soon.</body></html>';

/** What a request is for: where faults may strike it, and how it is answered. */
export type Route = {
  readonly places: readonly FaultPlace[];
  readonly as?: RecordedCall['as'];
  readonly act: () => Reply;
};

type Parts = {
  readonly route: (request: Request) => Route;
  readonly faults: Faults;
  readonly calls: CallLog;
};

/** The HTTP side: reads a request, lets faults strike, answers, and records what the bot saw. */
export function createApiServer(parts: Parts) {
  return createServer((incoming, outgoing) => {
    serve(incoming, outgoing, parts).catch(error => {
      // A bot that was killed in the middle of a request is no fault of ours.
      if (!incoming.complete) return;
      // A bug of the fake: say it loudly, or a test would see nothing but a strange 500.
      outgoing.destroy();
      process.emitWarning(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, parts: Parts) {
  const request = await readRequest(incoming);
  const route = parts.route(request);
  const fault = parts.faults.strike(route.places);
  if (fault?.kind === 'delay' && fault.when !== 'after') await wait(fault.ms);
  const reply = replyOf(route, fault);
  if (fault?.kind === 'delay' && fault.when === 'after') await wait(fault.ms);
  const answered = fault?.kind !== 'request-lost' && fault?.kind !== 'reply-lost' && fault?.kind !== 'cut-body';
  parts.calls.add({
    method: request.verb,
    path: request.path,
    headers: recordableHeaders(incoming.headers),
    body: request.recordable,
    ...(route.as === undefined ? {} : { as: route.as }),
    ...(answered ? { status: reply.status, response: reply.body } : {}),
  });
  write(outgoing, reply, fault);
}

/** Carries the request out, unless the fault comes before any effect. */
function replyOf(route: Route, fault: InjectedFault | undefined): Reply {
  switch (fault?.kind) {
    case 'rate-limit':
      return {
        status: 429,
        body: { ok: false, error: 'ratelimited' },
        headers: { 'retry-after': String(fault.retryAfter ?? 1) },
      };
    case 'error':
      return { status: 200, body: { ok: false, error: fault.error } };
    case 'http-error':
      if (fault.effect === true) route.act();
      return { status: fault.status ?? 500, body: { ok: false, error: 'internal_error' } };
    case 'html-body':
      if (fault.effect === true) route.act();
      return { status: 200, body: HTML };
    case 'request-lost':
      return { status: 0, body: null };
    default:
      return route.act();
  }
}

function write(outgoing: ServerResponse, reply: Reply, fault: InjectedFault | undefined) {
  if (fault?.kind === 'request-lost' || fault?.kind === 'reply-lost') {
    outgoing.destroy();
    return;
  }
  const html = fault?.kind === 'html-body';
  const text = html ? HTML : JSON.stringify(reply.body);
  const whole = !html && reply.bytes ? reply.bytes : Buffer.from(text);
  outgoing.writeHead(reply.status, {
    'content-type': html ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': whole.length,
    ...reply.headers,
  });
  if (fault?.kind !== 'cut-body') return void outgoing.end(whole);
  // The length promises more than comes, so the client knows that it was cut.
  outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () => outgoing.destroy());
}
