import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { GonogoError } from '#src/errors.ts';
import { METHODS, type Method } from './methods.ts';

/** Slack's limits are per minute; it waits this long where it does not say how long. */
const RETRY_AFTER_DEFAULT_MS = 60_000;

/** Slack's own words for "it broke on our side": the call may have taken effect before it did. */
const BROKE_HALFWAY = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

const RATE_LIMITED = ['ratelimited', 'rate_limited', 'message_limit_exceeded'];

/** The connection never stood, so nothing was sent. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

const REMEDIES: { readonly [error: string]: string } = {
  not_in_channel: 'Invite the bot to the channel with /invite.',
  channel_not_found: 'Check the channel id; if the channel is private, invite the bot to it with /invite.',
  is_archived: 'Unarchive the channel, or name another one in product.yml.',
  user_not_in_channel: 'The person is not in that channel.',
  user_not_found: 'Check the user id.',
  missing_scope: 'Reinstall the app from manifest.yml.',
  plan_upgrade_required: 'User groups need a paid Slack plan: list the people in product.yml instead.',
  invalid_auth: 'Set SLACK_BOT_TOKEN to the bot token of the installed app.',
  token_revoked: 'Reinstall the app and set SLACK_BOT_TOKEN to its new bot token.',
  account_inactive: 'Reinstall the app and set SLACK_BOT_TOKEN to its new bot token.',
};

/** The one call with another token. */
const APP_TOKEN_REMEDY =
  'Set SLACK_APP_TOKEN to an app-level token of the app with the scope connections:write (api.slack.com/apps, Basic Information).';

/** What went wrong in a call to Slack, said so that the engine knows whether to repeat, to look first or to give up. */
export function toFailure(method: Method, error: unknown): GonogoError {
  if (error instanceof GonogoError) return error;
  if (error instanceof WebAPIRateLimitedError) return rateLimited(method, error.retryAfter * 1_000, error);
  if (error instanceof WebAPIPlatformError) return refused(method, error);
  if (error instanceof WebAPIHTTPError) return httpFailure(method, error);
  if (error instanceof Error && error.message.startsWith('Retry header did not contain'))
    return rateLimited(method, RETRY_AFTER_DEFAULT_MS, error);
  if (error instanceof WebAPIRequestError && neverSent(error.original)) {
    return new GonogoError('chat.failed', `Slack could not be reached for ${method}.`, {
      retryable: true,
      cause: error,
    });
  }
  return uncertain(method, 'gave no whole answer', error);
}

/** Slack gave an answer that is not what it documents. */
export function uncertain(method: Method, what: string, cause: unknown): GonogoError {
  const { writes } = METHODS[method];
  return new GonogoError('chat.failed', `Slack ${what} to ${method}.`, { unknown: writes, retryable: !writes, cause });
}

/** The word Slack refused a call with, such as `hash_conflict`; undefined for any other failure. */
export function refusalWord(error: unknown): string | undefined {
  const cause = error instanceof GonogoError ? error.cause : error;
  return cause instanceof WebAPIPlatformError ? cause.data.error : undefined;
}

function refused(method: Method, error: WebAPIPlatformError): GonogoError {
  const word = error.data.error;
  if (RATE_LIMITED.includes(word)) return rateLimited(method, RETRY_AFTER_DEFAULT_MS, error);
  // The SDK hands a 200 that is not JSON (a proxy's page) on as an error "word".
  if (BROKE_HALFWAY.includes(word) || !/^[a-z0-9_]+$/.test(word ?? ''))
    return uncertain(method, 'failed on its side while answering', error);
  const remedy = method === 'apps.connections.open' ? APP_TOKEN_REMEDY : REMEDIES[word];
  const said = `Slack refused ${method}: ${word}.`;
  return new GonogoError('chat.failed', remedy === undefined ? said : `${said} ${remedy}`, { cause: error });
}

function httpFailure(method: Method, error: WebAPIHTTPError): GonogoError {
  if (error.statusCode >= 500 || error.statusCode === 408)
    return uncertain(method, `answered ${error.statusCode}`, error);
  return new GonogoError('chat.failed', `Slack answered ${error.statusCode} to ${method}. Check SLACK_API_URL.`, {
    cause: error,
  });
}

function rateLimited(method: Method, retryAfterMs: number, cause: unknown): GonogoError {
  return new GonogoError('chat.rate-limited', `Slack asks to call ${method} less often.`, {
    retryable: true,
    retryAfterMs,
    cause,
  });
}

function neverSent(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && NEVER_SENT.includes(code)) return true;
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.every(one => neverSent(one, depth + 1));
  return neverSent(error.cause, depth + 1);
}
