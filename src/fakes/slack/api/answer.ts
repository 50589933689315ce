import { assert } from '#src/base/assert.ts';
import type { Json, JsonObject } from '#src/base/json.ts';
import type { Context } from '../context.ts';
import { Refused } from '../judge.ts';
import { COMMON_ERRORS, METHODS, type MethodSpec } from '../methods.ts';
import { type Pacing, TooFast } from '../pacing.ts';
import { scopesIn } from '../people/app-face.ts';
import { APPS } from './apps.ts';
import { type RawArguments, readArguments } from './arguments.ts';
import { CHAT } from './chat.ts';
import { CONVERSATIONS } from './conversations.ts';
import { FILES } from './files.ts';
import type { Handlers } from './handler.ts';
import { HISTORY } from './history.ts';
import { PEOPLE } from './people.ts';
import { REACTIONS } from './reactions.ts';
import { VIEWS } from './views.ts';

const HANDLERS: Handlers = {
  ...APPS,
  ...CHAT,
  ...CONVERSATIONS,
  ...FILES,
  ...HISTORY,
  ...PEOPLE,
  ...REACTIONS,
  ...VIEWS,
};

/** What goes back: a status, a JSON body, and headers beside the usual. */
export type Reply = {
  readonly status: number;
  readonly body: Json;
  /** In place of the body: the content of a file. */
  readonly bytes?: Buffer;
  readonly headers?: { readonly [name: string]: string };
};

export type ApiCall = {
  readonly method: string;
  /** The token of the header or the body. */
  readonly token: string | undefined;
  readonly raw: RawArguments;
};

type Parts = {
  readonly context: Context;
  readonly botToken: string;
  readonly appToken: string;
  readonly pacing: Pacing | undefined;
  readonly noteRefusal: (where: string, error: unknown) => void;
};

/** Answers one Web API call: who asks, which method, may they, how fast, with what; then it happens. */
export function answerCall(call: ApiCall, parts: Parts): Reply {
  const reply = answered(call, parts);
  return { ...reply, headers: { ...reply.headers, ...scopesOf(call, parts) } };
}

function answered(call: ApiCall, parts: Parts): Reply {
  try {
    return { status: 200, body: { ok: true, ...carryOut(call, parts) } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    parts.noteRefusal(call.method, error);
    return refusal(error, call);
  }
}

/** Slack says with every answer what the token may; to one it does not know it says nothing. */
function scopesOf({ token }: ApiCall, { context, botToken, appToken }: Parts): { readonly [name: string]: string } {
  if (token === botToken) return { 'x-oauth-scopes': context.scopes.join(',') };
  return token === appToken ? { 'x-oauth-scopes': 'connections:write' } : {};
}

function carryOut({ method, token, raw }: ApiCall, { context, botToken, appToken, pacing }: Parts): JsonObject {
  const { judge } = context;
  const spec = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  const handler = HANDLERS[method];
  judge.require('method-known', spec !== undefined, 'unknown_method', undefined, { req_method: method });
  if (!spec || !handler) return {};
  if (method !== 'api.test') {
    judge.require('token-given', token !== undefined && token !== '', 'not_authed');
    const wanted = method === 'apps.connections.open' ? appToken : botToken;
    judge.require('token-valid', !token || token === wanted, 'invalid_auth');
  }
  const needed = scopesIn(spec.scope);
  if (needed.length > 0) context.needScope(needed);
  const channel = typeof raw['channel'] === 'string' ? raw['channel'] : undefined;
  pacing?.admit(method, spec.tier, channel);
  return handler(readArguments(spec, raw, judge), context, spec.scope);
}

function refusal(error: Refused, { method }: ApiCall): Reply {
  checkWord(error.error, METHODS[method]);
  const messages = error.details;
  const extra: JsonObject = messages.length === 0 ? {} : { response_metadata: { messages } };
  const errors: JsonObject = error.error === 'invalid_blocks' ? { errors: messages } : {};
  const body = { ok: false, error: error.error, ...error.extra, ...errors, ...extra };
  if (!(error instanceof TooFast)) return { status: 200, body };
  return { status: 429, body, headers: { 'retry-after': String(error.retryAfter) } };
}

/** A fake that invents error words teaches the bot to handle what never comes. */
function checkWord(word: string, spec: MethodSpec | undefined) {
  const known = `${spec?.errors ?? ''} ${COMMON_ERRORS}`.replaceAll('*', '').split(' ');
  assert(known.includes(word), `${word} is among the error words of the method`);
}
