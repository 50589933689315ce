import type { Instant } from '#src/base/time.ts';
import type { FoundMessage, Message } from '#src/chat/message.ts';

export type { FoundMessage } from '#src/chat/message.ts';

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
  /** Shares files in one message, all or none of them. Answers with the permalink of each, in their order. */
  upload(request: {
    readonly channel: string;
    readonly thread: string | null;
    readonly files: readonly UploadedFile[];
    /** Stands above the files, in the same message, as mrkdwn. Default: nothing. */
    readonly comment?: string;
  }): Promise<readonly string[]>;
  /** Looks for a file of ours that was shared there under this name. Its permalink may be unknown. */
  findFile(request: {
    readonly channel: string;
    readonly thread: string | null;
    readonly name: string;
    readonly since: Instant;
  }): Promise<{ readonly permalink: string | null } | null>;
  /** What a file in Slack is, read whole to know its hash; the bytes are not kept. */
  readFile(id: string, bytesMax: number): Promise<ReadFile>;
  /** A message as it reads now, with its thread and permalink; null: it is not there (any more). */
  message(request: { readonly channel: string; readonly ts: string }): Promise<FoundMessage | null>;
  /** Puts an emoji of ours on a message; done before counts as done. */
  react(request: { readonly channel: string; readonly ts: string; readonly emoji: string }): Promise<void>;
  /** The Slack user with this mail address; null: there is none. Cached for 10 min. */
  userByEmail(email: string): Promise<string | null>;
  /** User ids of a user group given by handle or id; cached for 60 s. Throws `chat.failed` when Slack cannot say. */
  groupMembers(group: string): Promise<readonly string[]>;
}

export type Posted = {
  readonly channel: string;
  readonly ts: string;
  /** Of a message that was found: every effect it was posted for. */
  readonly effectIds?: readonly string[];
};

export type ReadFile =
  /** There is none, or the bot may not see it. */
  | { readonly how: 'absent' }
  | (Whose & { readonly how: 'too-large' })
  | (Whose & {
      readonly how: 'read';
      readonly name: string;
      /** Its media type, as Slack says. */
      readonly type: string;
      readonly size: number;
      readonly sha256: string;
      /** Where people see it. */
      readonly link: string;
    });

export type UploadedFile = { readonly name: string; readonly title: string; readonly bytes: Uint8Array };

type Whose = {
  /** Slack user id of who uploaded it. */
  readonly owner: string | null;
  /** Where it is shared. */
  readonly channels: readonly string[];
};
