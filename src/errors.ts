/** Every code a failure can carry. `retryable` says whether the same call may succeed later. */
export const ERROR_CODES = [
  'config.invalid',
  'node.too-old',
  'store.locked',
  'store.unsafe',
  'store.failed',
  'stream.busy',
  // A newer gonogo wrote it; every other stream goes on.
  'stream.unreadable',
  'chat.failed',
  'chat.rate-limited',
  'http.failed',
  'pager.failed',
  'pager.rate-limited',
  'pager.refused',
  'mail.failed',
  'subscriber.failed',
  'service.failed',
  'documents.failed',
  'rehearsal.failed',
  'command.failed',
  // The bot stops and the command goes on: nothing failed, the next start follows it.
  'command.left',
  'git.failed',
  'runbook.invalid',
  'run.absent',
  'fake.misused',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export type FailureOptions = {
  /** May the same call succeed later? Default false. */
  readonly retryable?: boolean;
  /** Not before this many milliseconds from now, where the other side said so (Retry-After). */
  readonly retryAfterMs?: number;
  /** Sent, but nobody knows whether it happened: look before repeating. Default false. */
  readonly unknown?: boolean;
  readonly cause?: unknown;
};

/** A failure of the world outside: something did not work, and the code says what. Never a refusal, never a bug. */
export class GonogoError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly unknown: boolean;

  constructor(code: ErrorCode, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GonogoError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.unknown = options.unknown ?? false;
  }
}
