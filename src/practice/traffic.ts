import { Pool } from 'undici';
import { type Instant, MINUTE, SECOND } from '#src/base/time.ts';
import { AT_HEADER } from './demo/proxy.ts';

/** Sends the demo service its customers. */
export type Traffic = {
  /** Sends the requests of (from, to] for real and answers how many, once all are answered. */
  pass(from: Instant, to: Instant): Promise<number>;
} & AsyncDisposable;

/** Four a second: 60 in the 15 s of a sweep, 240 in the minute that a figure looks back on. */
const PER_SECOND = 4;
/** The time just before the end is what the next reading looks at, so it is never thinned. */
const DENSE_MS = 3 * MINUTE;
/** A night wound forward is not worth a hundred thousand requests: what lies further back is thinned to this many. */
const SPARSE_MAX = 600;
const IN_FLIGHT_MAX = 16;
/** Every fifth request writes a document, the others read one. */
const WRITE_EVERY = 5;

/** Customers of the service at `url`. */
export function createTraffic(url: string): Traffic {
  const pool = new Pool(url, { connections: IN_FLIGHT_MAX });
  let sent = 0;
  let closed = false;
  async function send(at: Instant): Promise<void> {
    const nth = sent++;
    const write = nth % WRITE_EVERY === 0;
    const answer = await pool.request({
      method: write ? 'POST' : 'GET',
      path: write ? '/documents' : `/documents/${nth}`,
      headers: { [AT_HEADER]: String(Math.round(at)) },
    });
    await answer.body.dump();
  }
  return {
    async pass(from, to) {
      const moments = momentsOf(from, to);
      const queue = moments.values();
      const worker = async () => {
        for (const at of queue) {
          if (closed) return;
          await send(at);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT_MAX }, worker));
      return moments.length;
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await pool.close();
    },
  };
}

/** When the requests of a span happen: dense before its end, thinned before that. */
export function momentsOf(from: Instant, to: Instant): readonly Instant[] {
  const denseFrom = Math.max(from, to - DENSE_MS);
  const sparse = Math.min(SPARSE_MAX, Math.floor(((denseFrom - from) / SECOND) * PER_SECOND));
  const dense = Math.floor(((to - denseFrom) / SECOND) * PER_SECOND);
  return [...evenly(from, denseFrom, sparse), ...evenly(denseFrom, to, dense)];
}

function evenly(from: Instant, to: Instant, count: number): Instant[] {
  return Array.from({ length: count }, (_, nth) => from + ((to - from) * (nth + 1)) / count);
}
