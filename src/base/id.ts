import { hash } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Lower-case hex sha256 of UTF-8 text or bytes. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data);
}

/**
 * The id of the n-th effect of an event: base32(sha256(stream|seq|ordinal)) cut to 26 characters (130 bits).
 * Derived, not random, so that a replay of the same decision names the same effect.
 */
export function effectId(stream: string, seq: number, ordinal: number): string {
  const digest = hash('sha256', `${stream}|${seq}|${ordinal}`, 'buffer');
  let bits = 0;
  let value = 0;
  let id = '';
  for (const byte of digest) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id += BASE32[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
    if (id.length >= 26) break;
  }
  return id.slice(0, 26);
}
