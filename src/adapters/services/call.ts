import type { z } from 'zod';
import { GonogoError } from '#src/errors.ts';
import type { Http, HttpAnswer } from '#src/ports/http.ts';

export type Caller = <T>(
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  answer: z.ZodType<T>,
  json?: object,
) => Promise<T>;

export type CallerParts = {
  readonly http: Http;
  /** Its name in sentences: `GitHub`. */
  readonly name: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  /** What to look at when it refuses. */
  readonly settings: string;
};

/** Calls one service's JSON API. Throws `service.failed`, which says whether it may have happened. */
export function createCaller({ http, name, url, headers, settings }: CallerParts): Caller {
  const mask = without(headers['authorization']);
  return async (method, path, schema, json) => {
    const address = `${url.replace(/\/$/, '')}${path}`;
    const request = { method, url: address, headers, ...(json === undefined ? {} : { json }) };
    const answer = await http.send(request).catch((cause: unknown) => {
      throw unsent(cause, name);
    });
    if (answer.status < 200 || answer.status > 299)
      throw refused(answer, { name, settings, safe: method === 'GET', mask });
    const read = schema.safeParse(parse(answer.text));
    if (read.success) return read.data;
    throw new GonogoError(
      'service.failed',
      `${name} answered ${answer.status} with something else than it documents.`,
      {
        unknown: method !== 'GET',
      },
    );
  };
}

function unsent(cause: unknown, name: string): unknown {
  if (!(cause instanceof GonogoError)) return cause;
  const { retryable, unknown } = cause;
  const says = unknown ? 'gave no answer' : 'could not be reached';
  return new GonogoError('service.failed', `${name} ${says}.`, { retryable, unknown, cause });
}

/** What stands between may repeat what it was sent, and what is told of a failure stays on the timeline for ever. */
function without(authorization = ''): (text: string) => string {
  const secret = authorization.split(' ').at(-1) ?? '';
  return text => (secret === '' ? text : text.replaceAll(secret, '***'));
}

/** Limits look back over a minute; asked to wait without being told how long, that is enough. */
const LIMITED_MS = 60_000;

type Refusal = {
  readonly name: string;
  readonly settings: string;
  readonly safe: boolean;
  readonly mask: (text: string) => string;
};

function refused({ status, headers, text }: HttpAnswer, { name, settings, safe, mask }: Refusal): GonogoError {
  const seconds = headers['retry-after'] ?? '';
  // Statuspage says 420 for its limit, and GitHub 403 with the seconds to wait.
  const limited = status === 429 || status === 420;
  const later = limited || status === 503 || (status === 403 && seconds !== '');
  const told = /^\d{1,5}$/.test(seconds);
  const uncertain = !safe && !later && (status === 408 || status >= 500);
  const why = mask(text).replace(/\s+/g, ' ').slice(0, 200);
  return new GonogoError('service.failed', `${name} answered ${status}. Check ${settings}. ${why}`.trim(), {
    retryable: later || uncertain || (safe && status >= 500),
    unknown: uncertain,
    ...(later && told && { retryAfterMs: Number(seconds) * 1_000 }),
    ...(limited && !told && { retryAfterMs: LIMITED_MS }),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
