import { createHmac, timingSafeEqual } from 'node:crypto';
import { MINUTE, SECOND } from '#src/base/time.ts';

/** Grafana's own name for it. */
const SIGNATURE = 'x-grafana-alerting-signature';
/** Grafana sends one only where a name for it is set: this one has to be set there. */
const TIMESTAMP = 'x-grafana-alerting-timestamp';
/** Both ways: clocks differ, and what is older was perhaps caught and sent again. */
const TOLERANCE_MS = 5 * MINUTE;

export type Signed = {
  readonly body: Buffer;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly now: number;
};

/** Grafana's signature (12.0 and later): HMAC-SHA256 in hex, of the body or of `timestamp:body`. Compared in constant time. */
export function isSigned(secret: string, { body, headers, now }: Signed): boolean {
  const [given, timestamp] = [headers[SIGNATURE], headers[TIMESTAMP]];
  if (typeof given !== 'string' || !/^[0-9a-f]{64}$/i.test(given)) return false;
  if (timestamp !== undefined && !isRecent(timestamp, now)) return false;
  const hmac = createHmac('sha256', secret);
  if (timestamp !== undefined) hmac.update(`${String(timestamp)}:`);
  return timingSafeEqual(hmac.update(body).digest(), Buffer.from(given, 'hex'));
}

function isRecent(timestamp: string | readonly string[], now: number): boolean {
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now - Number(timestamp) * SECOND) <= TOLERANCE_MS;
}
