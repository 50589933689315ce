// @ts-check

/** @import { PageState } from '../protocol.ts' */

/**
 * Where a shared file is here; null: it is no link to one. `https://x.slack.com/files/U1/F1/name.md`.
 * @param {string} href
 * @returns {string | null}
 */
export function fileInSlack(href) {
  const url = new URL(href);
  const [, id] = /^\/files\/[A-Z0-9]+\/([A-Z0-9]+)/.exec(url.pathname) ?? [];
  return id === undefined || !url.hostname.endsWith('.slack.com') ? null : `/practice/files/${id}`;
}

/**
 * Where in this workspace a link into Slack leads; null: out of it, or to what this person cannot see.
 * `https://slack.com/app_redirect?channel=C1&message_ts=1.2` and `https://x.slack.com/archives/C1/p12?thread_ts=1.2`.
 * @param {string} href
 * @param {PageState} state
 * @returns {{ channel: string, ts: string | null } | null}
 */
export function placeInSlack(href, state) {
  const url = new URL(href);
  if (!(url.hostname === 'slack.com' || url.hostname.endsWith('.slack.com'))) return null;
  const [, at = '', packed = ''] = /^\/archives\/([A-Z0-9]+)\/p(\d+)$/.exec(url.pathname) ?? [];
  const channel = url.searchParams.get('channel') ?? at;
  const message = packed === '' ? null : `${packed.slice(0, -6)}.${packed.slice(-6)}`;
  if (!state.channels.some(one => one.id === channel)) return null;
  return { channel, ts: url.searchParams.get('message_ts') ?? url.searchParams.get('thread_ts') ?? message };
}
