import type { Context } from '../context.ts';
import { Refused } from '../judge.ts';
import { parseJson, place } from '../people/respond.ts';
import { RESPONSE_LIFE_MS, RESPONSE_USES_MAX } from '../response-urls.ts';
import type { Reply } from './answer.ts';
import { isObject } from './arguments.ts';

/** The bot answers through a response_url: five times within thirty minutes. */
export function answerResponse(
  id: string,
  body: string,
  context: Context,
  noteRefusal: (where: string, error: unknown) => void,
): Reply {
  const { judge, answers, clock } = context;
  try {
    const pass = answers.get(id);
    judge.require('response-known', pass !== undefined, 'invalid_url');
    if (!pass) return OK;
    judge.require('response-age', clock.now() - pass.issuedAt <= RESPONSE_LIFE_MS, 'expired_url');
    judge.require('response-uses', pass.uses < RESPONSE_USES_MAX, 'used_url');
    const answer = parseJson(body);
    judge.require('response-json', isObject(answer), 'invalid_payload');
    place(context, pass, isObject(answer) ? answer : { text: body });
    pass.uses += 1;
    return OK;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    noteRefusal('response_url', error);
    const status = ['invalid_url', 'expired_url', 'used_url'].includes(error.error) ? 404 : 400;
    return { status, body: { ok: false, error: error.error, messages: error.details } };
  }
}

const OK: Reply = { status: 200, body: { ok: true } };
