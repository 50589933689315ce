import { SECOND } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';

/** PagerDuty's limits look back over 60 s; asked to wait without being told how long, that is enough. */
const RETRY_AFTER_DEFAULT_MS = 60 * SECOND;
const RETRY_AFTER_MAX_MS = 10 * 60 * SECOND;
/** How much of PagerDuty's reasons a message carries. */
const REASONS_CHARS_MAX = 300;

/** Failures before the first byte of a request left: name look-up, connecting, agreeing on a certificate. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|(ERR_TLS_)?CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/;

/** A request of the Events API that got no status. The cause is kept for the log; it never holds the body. */
export function failureOfEvent(error: unknown): GonogoError {
  if (isTimeout(error)) return uncertainEvent('gave no answer in time', error);
  const { code = '', syscall } = rootOf(error);
  if (syscall !== 'connect' && !NEVER_SENT.test(code)) return uncertainEvent('broke off the connection', error);
  return new GonogoError('pager.failed', `PagerDuty could not be reached (${code}), so the event was not sent.`, {
    retryable: true,
    cause: error,
  });
}

/** A status other than 2xx. `text` is what PagerDuty wrote; its reasons name fields, never their values. */
export function refusalOfEvent({ status, headers }: Response, text: string): GonogoError {
  if (status === 429) return rateLimited(headers, 'events');
  if (status >= 500 || status === 408) return uncertainEvent(`answered ${status}`);
  if (status < 400) {
    return new GonogoError(
      'pager.failed',
      `PagerDuty did not take the event: ${status}. Check PAGERDUTY_EVENTS_URL and what stands between.`,
      { retryable: true },
    );
  }
  const remedy = status === 400 ? '' : ' Check PAGERDUTY_EVENTS_URL and the routing key.';
  return new GonogoError('pager.refused', `PagerDuty refused the event: ${status}${reasonsIn(text)}.${remedy}`);
}

/** It may have arrived. Repeating it under the same key is safe while the alert is open; asking is better. */
export function uncertainEvent(what: string, cause?: unknown): GonogoError {
  return new GonogoError('pager.failed', `PagerDuty ${what}; the event may have arrived.`, {
    retryable: true,
    unknown: true,
    cause,
  });
}

/** A question that got no status or half an answer. Asking changes nothing, so it may be asked again. */
export function failureOfQuestion(what: string, error: unknown): GonogoError {
  const how = isTimeout(error)
    ? 'no answer in time'
    : `no whole answer (${rootOf(error).code ?? 'the connection broke off'})`;
  return new GonogoError('pager.failed', `PagerDuty was asked ${what} and gave ${how}.`, {
    retryable: true,
    cause: error,
  });
}

/** A question that was answered with something else than 200. */
export function refusalOfQuestion(what: string, status: number, headers: Headers): GonogoError {
  if (status === 429) return rateLimited(headers, 'questions');
  if (status >= 500 || status === 408 || status < 400) {
    return new GonogoError('pager.failed', `PagerDuty was asked ${what} and answered ${status}.`, { retryable: true });
  }
  const remedies: { readonly [status: number]: string } = {
    401: 'Set PAGERDUTY_TOKEN to a key of the REST API that is still valid.',
    403: 'PAGERDUTY_TOKEN may not see that: give its key or its user the right to read.',
    404: 'Check that the id is right and PAGERDUTY_API_URL is the one of your account (the EU has its own).',
  };
  const remedy = remedies[status] ?? 'Check the id in product.yml.';
  return new GonogoError('pager.refused', `PagerDuty was asked ${what} and refused: ${status}. ${remedy}`);
}

function rateLimited(headers: Headers, what: string): GonogoError {
  return new GonogoError('pager.rate-limited', `PagerDuty asks for fewer ${what}.`, {
    retryable: true,
    retryAfterMs: retryAfterMs(headers),
  });
}

/** `retry-after` and `ratelimit-reset` are seconds; a 429 from in between may carry neither. */
function retryAfterMs(headers: Headers): number {
  const given = ['retry-after', 'ratelimit-reset']
    .map(name => headers.get(name) ?? '')
    .find(text => /^\d{1,6}$/.test(text));
  return given === undefined ? RETRY_AFTER_DEFAULT_MS : Math.min(Number(given) * SECOND, RETRY_AFTER_MAX_MS);
}

function reasonsIn(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors?: unknown };
    const reasons = Array.isArray(errors) ? errors.filter(one => typeof one === 'string') : [];
    return reasons.length === 0 ? '' : ` (${withoutKeys(reasons.join('; ')).slice(0, REASONS_CHARS_MAX)})`;
  } catch {
    return '';
  }
}

/** Should PagerDuty ever quote a routing key: 32 letters and digits in a row are no word. */
function withoutKeys(text: string): string {
  return text.replace(/[A-Za-z0-9]{32,}/g, '***');
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

/** fetch wraps what really happened in a `TypeError: fetch failed`; so may a try of several addresses. */
function rootOf(error: unknown, depth = 0): { readonly code?: string; readonly syscall?: string } {
  if (!(error instanceof Error) || depth > 4) return {};
  const { code, syscall } = error as { code?: unknown; syscall?: string };
  if (typeof code === 'string') return { code, ...(syscall !== undefined && { syscall }) };
  return rootOf(error instanceof AggregateError ? error.errors[0] : error.cause, depth + 1);
}
