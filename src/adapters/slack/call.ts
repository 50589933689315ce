import { type Logger, WebClient } from '@slack/web-api';
import type { z } from 'zod';
import { toFailure, uncertain } from './failures.ts';
import type { Method } from './methods.ts';

/** Calls one method and reads what we use of its answer. Throws `chat.failed` and `chat.rate-limited` (see failures.ts). */
export type Call = <T>(method: Method, args: Record<string, unknown>, schema: z.ZodType<T>) => Promise<T>;

export type CallOptions = {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  readonly logger: Logger;
};

/**
 * A client that never repeats by itself: the SDK would send a post again after a time-out (two messages) and hold up
 * every other call behind one 429. Repeating is the outbox's, which looks first.
 */
export function createCall(options: CallOptions): Call {
  const client = new WebClient(options.botToken, {
    slackApiUrl: options.apiUrl,
    timeout: options.timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: options.fetch,
    logger: options.logger,
  });
  return async (method, args, schema) => {
    const answer = await client.apiCall(method, args).catch((error: unknown) => {
      throw toFailure(method, error);
    });
    const read = schema.safeParse(answer);
    if (!read.success) throw uncertain(method, 'gave an answer we cannot read', read.error);
    return read.data;
  };
}
