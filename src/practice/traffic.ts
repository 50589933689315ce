import { Pool } from 'undici';
import type { Instant } from '#src/base/time.ts';
import type { Crowd } from './crowds.ts';
import { AT_HEADER } from './demo/proxy.ts';

/** Sends a demo service its customers. */
export type Traffic = {
  /** Sends the requests of (from, to] for real and answers how many, once all are answered. */
  pass(from: Instant, to: Instant): Promise<number>;
} & AsyncDisposable;

const IN_FLIGHT_MAX = 16;

/** A crowd of customers of the service at `url`. */
export function createTraffic(url: string, crowd: Crowd): Traffic {
  const pool = new Pool(url, { connections: IN_FLIGHT_MAX });
  let sent = 0;
  let closed = false;
  async function send(at: Instant): Promise<void> {
    const answer = await pool.request({
      ...crowd.request(sent++),
      headers: { [AT_HEADER]: String(Math.round(at)) },
    });
    await answer.body.dump();
  }
  return {
    async pass(from, to) {
      const moments = crowd.moments(from, to);
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
