import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '#src/ports/log.ts';

/** What every webhook in needs: a body with a bound, an answer while the sender still listens. */

/** The status alone, or with a sentence for the log of whoever sent it. */
export type Answer = number | { readonly status: number; readonly says: string };

type Answering = { readonly from: string; readonly log: Log; readonly answerWithinMs: number };

/** A store that is slow or fails makes the sender ask again, and never give up on us. */
export async function answerInTime(work: Promise<Answer>, { from, log, answerWithinMs }: Answering): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>(resolve => {
    timer = setTimeout(() => {
      log.warn({ from, answerWithinMs }, 'a webhook took too long; it is asked for again');
      resolve(503);
    }, answerWithinMs);
  });
  const done = work.catch((error: unknown) => {
    log.error({ from, err: error }, 'a webhook was not recorded; it is asked for again');
    return 500;
  });
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Null: too large. It is read to its end all the same, or nobody would hear the answer; time is what bounds that. */
export async function bodyOf(req: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= bytesMax) parts.push(part);
  }
  return size > bytesMax ? null : Buffer.concat(parts);
}

export function end(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  if (res.destroyed) return;
  // What was not read to its end would be taken for the next request.
  if (!req.complete) res.setHeader('connection', 'close');
  const { status, says } = typeof answer === 'number' ? { status: answer, says: '' } : answer;
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(says);
}
