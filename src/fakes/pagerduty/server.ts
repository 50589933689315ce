import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { recordableHeaders } from '../slack/calls.ts';
import type { CallLog } from './calls.ts';
import { isObject } from './events/check.ts';
import type { Faults, InjectedFault } from './faults.ts';
import { Refused } from './judge.ts';
import { type Reply, type Request, readRequest } from './request.ts';

const HTML = '<!DOCTYPE html><html><head><title>Sorry</title></head><body>We will be back soon.</body></html>';

type Parts = {
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly events: (request: Request, fault: InjectedFault | undefined) => Reply;
  readonly rest: (request: Request) => Reply;
  readonly refused: (where: string, error: Refused) => void;
  /** After a request that may have changed something. */
  readonly done: () => void;
};

/** The HTTP side of both APIs: reads a request, lets faults strike, answers, and records what the bot saw. */
export function createPagerDutyServer(parts: Parts) {
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
  const isEvent = request.pathname.startsWith('/v2/');
  const fault = parts.faults.strike(['all', isEvent ? 'events' : 'rest', request.pathname]);
  if (fault?.kind === 'delay') await wait(fault.ms);
  const act = () => judged(request, isEvent, parts, fault);
  const reply = replyOf(fault, act, isEvent);
  parts.done();
  const answered = reply !== null && fault?.kind !== 'reply-lost' && fault?.kind !== 'cut-body';
  parts.calls.add({
    vendor: isEvent ? 'pagerduty-events' : 'pagerduty',
    method: request.method,
    path: request.path,
    headers: recordableHeaders(request.headers),
    body: masked(request.json),
    ...(answered && { status: reply.status, response: reply.body }),
  });
  write(outgoing, reply, fault);
}

function judged(request: Request, isEvent: boolean, parts: Parts, fault: InjectedFault | undefined): Reply {
  try {
    return isEvent ? parts.events(request, fault) : parts.rest(request);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    parts.refused(`${request.method} ${request.pathname}`, error);
    return isEvent ? eventRefusal(error.status, error.message) : restRefusal(error.status, error.message);
  }
}

/** Carries the request out, unless the fault comes before any effect. Null: no answer at all. */
function replyOf(fault: InjectedFault | undefined, act: () => Reply, isEvent: boolean): Reply | null {
  switch (fault?.kind) {
    case 'rate-limit': {
      const headers: Reply['headers'] =
        fault.retryAfter === undefined ? {} : { 'ratelimit-reset': String(fault.retryAfter) };
      return { ...(isEvent ? eventRefusal : restRefusal)(429, 'Enhance Your Calm.'), headers };
    }
    case 'http-error':
      if (fault.effect === true) act();
      return { status: fault.status ?? 500, body: { error: { message: 'Internal Server Error', code: 2000 } } };
    case 'html-body':
      return { status: fault.status ?? 200, body: HTML };
    case 'request-lost':
      return null;
    case 'hang':
      if (fault.effect === true) act();
      return null;
    default:
      return act();
  }
}

function eventRefusal(status: number, message: string): Reply {
  if (status === 429) {
    const text = 'Requests for this service are arriving too quickly.  Please retry later.';
    return { status, body: { status: 'throttle exceeded', message: text, errors: [message] } };
  }
  return { status, body: { status: 'invalid event', message: 'Event object is invalid', errors: [message] } };
}

function restRefusal(status: number, message: string): Reply {
  if (status === 429) return { status, body: { error: { message: 'Rate Limit Exceeded', code: 2020 } } };
  const code = status === 401 ? 2006 : status === 404 ? 2100 : 2001;
  return { status, body: { error: { message, code, errors: [message] } } };
}

function masked(body: unknown): unknown {
  return isObject(body) && 'routing_key' in body ? { ...body, routing_key: '***' } : body;
}

function write(outgoing: ServerResponse, reply: Reply | null, fault: InjectedFault | undefined) {
  // Left open until the client or `close` ends it.
  if (fault?.kind === 'hang') return;
  if (reply === null || fault?.kind === 'reply-lost') return void outgoing.destroy();
  const text = fault?.kind === 'html-body' ? HTML : JSON.stringify(reply.body);
  outgoing.writeHead(reply.status, {
    'content-type': fault?.kind === 'html-body' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...reply.headers,
  });
  if (fault?.kind !== 'cut-body') return void outgoing.end(text);
  // The length promises more than comes, so the client knows that it was cut.
  outgoing.write(text.slice(0, Math.floor(text.length / 2)), () => outgoing.destroy());
}
