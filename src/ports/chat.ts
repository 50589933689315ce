import type { Instant } from '#src/base/time.ts';
import type { Message } from '#src/chat/message.ts';

/**
 * Slack, as effects use it. Every call has a time-out and no retries of its own. Throws GonogoError: `chat.rate-limited`
 * with retryAfterMs; `chat.failed` with `unknown` when the message may exist, `retryable` when it certainly does not but may later.
 */
export interface Chat {
  post(request: {
    readonly channel: string;
    readonly thread: string | null;
    readonly message: Message;
    readonly effectIds: readonly string[];
  }): Promise<Posted>;
  /** Looks for a message of ours that carries one of these effect ids. */
  find(request: {
    readonly channel: string;
    readonly thread: string | null;
    readonly effectIds: readonly string[];
    readonly since: Instant;
  }): Promise<Posted | null>;
  update(request: { readonly channel: string; readonly ts: string; readonly message: Message }): Promise<void>;
  /** The channel of direct messages with a user. */
  direct(user: string): Promise<string>;
  /** Answers with the file's permalink. */
  upload(request: {
    readonly channel: string;
    readonly thread: string | null;
    readonly name: string;
    readonly title: string;
    readonly bytes: Uint8Array;
  }): Promise<{ readonly permalink: string }>;
  /** User ids of a user group given by handle or id; cached for 60 s. Throws `chat.failed` when Slack cannot say. */
  groupMembers(group: string): Promise<readonly string[]>;
}

export type Posted = {
  readonly channel: string;
  readonly ts: string;
  /** Of a message that was found: every effect it was posted for. */
  readonly effectIds?: readonly string[];
};
