import { iso } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { ChangeOrder, PageOrder, PageRef } from '#src/ports/pager.ts';

const SUMMARY_CHARS_MAX = 1_024;
const DEDUP_KEY_CHARS_MAX = 255;
/** PagerDuty takes 512 KB. */
const BODY_BYTES_MAX = 512 * 1024;

/** The trigger as PagerDuty documents it. What does not fit is left out: a shorter page is better than a refused one. */
export function triggerBody(order: PageOrder, routingKey: string): string {
  const whole = bodyOf(order, routingKey, order.details);
  if (Buffer.byteLength(whole) <= BODY_BYTES_MAX) return whole;
  return bodyOf({ ...order, links: [] }, routingKey, { note: 'The details were too long for PagerDuty.' });
}

/** What changed. It has no action, no key of its own and no severity. */
export function changeBody(order: ChangeOrder, routingKey: string): string {
  const body = (details: ChangeOrder['details']) =>
    JSON.stringify({
      routing_key: routingKey,
      payload: {
        summary: cut(order.summary, SUMMARY_CHARS_MAX),
        source: order.source,
        timestamp: iso(order.at),
        custom_details: details,
      },
    });
  const whole = body(order.details);
  return Buffer.byteLength(whole) <= BODY_BYTES_MAX
    ? whole
    : body({ note: 'The details were too long for PagerDuty.' });
}

export function followUpBody(action: 'acknowledge' | 'resolve', { dedupKey }: PageRef, routingKey: string): string {
  return JSON.stringify({ routing_key: routingKey, event_action: action, dedup_key: checked(dedupKey) });
}

function bodyOf(order: PageOrder, routingKey: string, details: PageOrder['details']): string {
  return JSON.stringify({
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: checked(order.dedupKey),
    payload: {
      summary: cut(order.summary, SUMMARY_CHARS_MAX),
      // PagerDuty refuses an empty source, and a page must not fail over it.
      source: order.source === '' ? 'gonogo' : order.source,
      severity: order.severity,
      timestamp: iso(order.at),
      ...(order.component !== null && { component: order.component }),
      custom_details: details,
    },
    links: order.links,
  });
}

/** A key that is cut would merge two pages into one. */
function checked(dedupKey: string): string {
  if (dedupKey.length >= 1 && dedupKey.length <= DEDUP_KEY_CHARS_MAX) return dedupKey;
  throw new GonogoError(
    'pager.refused',
    `a page's key has ${dedupKey.length} characters: PagerDuty takes 1 to ${DEDUP_KEY_CHARS_MAX}`,
  );
}

/** Never through the middle of a character; PagerDuty refuses an empty summary. */
function cut(text: string, max: number): string {
  if (text.trim() === '') return 'Page without words';
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
