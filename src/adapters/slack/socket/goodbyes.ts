import { SECOND } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';

/** Nothing changes by asking sooner: a person has to do something first. */
const PERSON_NEEDED_MS = 30 * SECOND;

const REMEDIES: { readonly [reason: string]: string } = {
  link_disabled:
    'Socket Mode is switched off for the app. Switch it on at api.slack.com/apps, or unset SLACK_APP_TOKEN.',
  too_many_websockets: 'Ten connections of this app are open. Stop another instance that uses its SLACK_APP_TOKEN.',
};

/** Slack only moves us to another machine; everything goes on over a new connection. */
export function isMove(reason: string): boolean {
  return REMEDIES[reason] === undefined;
}

/** Why there is no connection, in a sentence. */
export function noConnection(why: string): GonogoError {
  const remedy = REMEDIES[why];
  if (remedy === undefined) return new GonogoError('chat.failed', `Socket Mode: ${why}.`, { retryable: true });
  return new GonogoError('chat.failed', remedy, { retryable: true, retryAfterMs: PERSON_NEEDED_MS });
}
